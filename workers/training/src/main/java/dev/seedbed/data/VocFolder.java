package dev.seedbed.data;

import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where things lie in a folder of Pascal VOC's layout: JPEGImages/ID.jpg, SegmentationClass/ID.png, Annotations/ID.xml.
 *
 * @param sbd where pictures and masks are looked for that VOC itself has not
 */
record VocFolder(ImageFiles files, Optional<SbdFolder> sbd) {

    VocFolder(Path root, Optional<SbdFolder> sbd) {
        this(new ImageFiles(root), sbd);
    }

    Optional<Path> picture(String id) {
        return files.find("JPEGImages", id, ImageFiles.PICTURES).or(() -> sbd.flatMap(more -> more.picture(id)));
    }

    boolean hasMask(String id) {
        return ownMask(id).isPresent() || sbd.flatMap(more -> more.mask(id)).isPresent();
    }

    Optional<Path> annotation(String id) {
        return files.find("Annotations", id, List.of(".xml"));
    }

    /** The image's mask: VOC's own, else SBD's. */
    Optional<Mask> readMask(String id, Consumer<String> problems) {
        Optional<Path> own = ownMask(id);
        return own.isPresent() || sbd.isEmpty() ? files.decode(own, LabelPng::read, problems) : sbd.get().readMask(id, problems);
    }

    private Optional<Path> ownMask(String id) {
        return files.find("SegmentationClass", id, ImageFiles.PNG);
    }

    /** Class names from the given file, else from classes.txt, else VOC's own; what was assumed is noted. */
    List<String> classes(Optional<Path> given, Findings findings) {
        Path file = given.orElse(files.root().resolve("classes.txt"));
        if (given.isEmpty() && !Files.exists(file)) {
            findings.note("no classes.txt: the classes are Pascal VOC's twenty");
            return ClassNames.VOC;
        }
        return ClassNames.read(file, findings);
    }
}
