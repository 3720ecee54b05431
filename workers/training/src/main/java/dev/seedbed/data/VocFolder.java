package dev.seedbed.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where things lie in a folder of Pascal VOC's layout: JPEGImages/ID.jpg, SegmentationClass/ID.png, Annotations/ID.xml, and saliency maps
 * where there are any.
 */
final class VocFolder {

    private static final List<String> PICTURES = List.of(".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG");
    private static final List<String> MAPS = List.of(".png", ".jpg", ".PNG", ".JPG");

    private final Path root;
    private final Optional<Path> saliency;

    VocFolder(Path root, Optional<Path> saliency) {
        this.root = root;
        this.saliency = saliency.or(() -> Stream.of("Saliency", "SaliencyMaps").map(root::resolve).filter(Files::isDirectory).findFirst());
    }

    Optional<Path> picture(String id) {
        return first(root.resolve("JPEGImages"), id, PICTURES);
    }

    Optional<Path> mask(String id) {
        return first(root.resolve("SegmentationClass"), id, List.of(".png", ".PNG"));
    }

    Optional<Path> annotation(String id) {
        return first(root.resolve("Annotations"), id, List.of(".xml"));
    }

    Optional<Path> saliency(String id) {
        return saliency.flatMap(folder -> first(folder, id, MAPS));
    }

    /** The file's path as messages show it. */
    String shown(Path file) {
        return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
    }

    /** Class names from the given file, else from classes.txt, else VOC's own; what was assumed goes to the notes. */
    List<String> classes(Optional<Path> given, Consumer<String> problems, Consumer<String> notes) {
        Path file = given.orElse(root.resolve("classes.txt"));
        if (given.isEmpty() && !Files.exists(file)) {
            notes.accept("no classes.txt: the classes are Pascal VOC's twenty");
            return ClassNames.VOC;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> names = ClassNames.parse(lines);
            if (!ClassNames.startsWithBackground(lines)) {
                notes.accept(shown(file) + " does not start with background: its first line is class 1");
            }
            return names;
        } catch (IOException e) {
            problems.accept(shown(file) + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            problems.accept(shown(file) + ": " + e.getMessage());
        }
        return ClassNames.VOC;
    }

    /**
     * Finds images of a list that lack what others of the list have: an accident more often than not, and a set of images without
     * truth gives wrong figures silently.
     */
    void requireWhole(VocLists lists, Consumer<String> problems) {
        requireWhole("mask", VocFolder::mask, lists, problems);
        requireWhole("annotation", VocFolder::annotation, lists, problems);
        requireWhole("saliency map", VocFolder::saliency, lists, problems);
    }

    private void requireWhole(String what, BiFunction<VocFolder, String, Optional<Path>> file, VocLists lists, Consumer<String> problems) {
        lists.byName().forEach((list, ids) -> {
            List<String> missing = ids.stream().filter(id -> file.apply(this, id).isEmpty()).toList();
            if (missing.size() < ids.size()) {
                missing.forEach(id -> problems.accept("the " + what + " of image " + id + " of list " + list
                        + " is missing, where others have one; if that is meant, import with --incomplete"));
            }
        });
    }

    private static Optional<Path> first(Path folder, String id, List<String> endings) {
        return endings.stream().map(ending -> folder.resolve(id + ending)).filter(Files::isRegularFile).findFirst();
    }
}
