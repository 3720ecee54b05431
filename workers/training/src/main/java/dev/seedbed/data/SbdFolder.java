package dev.seedbed.data;

import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.array.ArrayFormatException;
import dev.seedbed.imaging.array.MatFile;
import dev.seedbed.imaging.array.NdArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The Semantic Boundaries Dataset (Hariharan et al., ICCV 2011), as its benchmark is released: img/ID.jpg, cls/ID.mat with the
 * classes of all pixels ({@code GTcls.Segmentation}), train.txt, val.txt. Of a picture without cls/ID.mat, cls_png/ID.png is taken,
 * which converted copies have. Classes are Pascal VOC's.
 */
record SbdFolder(ImageFiles files) {

    private static final List<String> MATLAB = List.of(".mat");

    /** The data set in the folder itself, or below it as the archive unpacks: {@code benchmark_RELEASE/dataset}. */
    static SbdFolder find(Path given, Consumer<String> problems) {
        Optional<Path> found = Stream.of("", "dataset", "benchmark_RELEASE/dataset").map(given::resolve)
                .filter(folder -> Files.isDirectory(folder.resolve("cls")) || Files.isDirectory(folder.resolve("cls_png"))).findFirst();
        if (found.isEmpty()) {
            problems.accept(given + " is no SBD folder: it has neither cls (ID.mat) nor cls_png (ID.png), nor has its benchmark_RELEASE/dataset");
        }
        return new SbdFolder(new ImageFiles(found.orElse(given)));
    }

    Optional<Path> picture(String id) {
        return files.find("img", id, ImageFiles.PICTURES);
    }

    Optional<Path> mask(String id) {
        return files.find("cls", id, MATLAB).or(() -> files.find("cls_png", id, ImageFiles.PNG));
    }

    /** What {@link #mask(String)} found, decoded. */
    Optional<Mask> readMask(String id, Consumer<String> problems) {
        Optional<Path> file = mask(id);
        boolean matlab = file.filter(path -> path.toString().endsWith(".mat")).isPresent();
        return files.decode(file, matlab ? SbdFolder::fromMatlab : LabelPng::read, problems);
    }

    private static Mask fromMatlab(byte[] file) {
        try {
            NdArray classes = MatFile.uint8(file, "GTcls", "Segmentation");
            return new Mask(classes.size(1), classes.size(0), classes.bytes());
        } catch (ArrayFormatException e) {
            throw new IllegalArgumentException("no mask of SBD: " + e.getMessage(), e);
        }
    }

    /** The released lists, train and val. */
    ImageLists lists(Consumer<String> problems) {
        var lists = new TreeMap<String, List<String>>();
        for (String name : List.of("train", "val")) {
            Path file = files.root().resolve(name + ".txt");
            if (Files.exists(file)) {
                lists.put(name, ImageLists.read(file, files.shown(file), problems));
            }
        }
        if (lists.isEmpty()) {
            problems.accept(files.root() + " has neither train.txt nor val.txt: they list the images to import");
        }
        return new ImageLists(lists);
    }

    /** Every image of either list. */
    SortedSet<String> images(Consumer<String> problems) {
        return lists(problems).images();
    }
}
