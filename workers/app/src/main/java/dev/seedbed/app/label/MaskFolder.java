package dev.seedbed.app.label;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.PictureFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A folder of masks, one PNG of class indices an image, ID.png in it or in its SegmentationClass; a classes.txt beside them must name the
 * data set's classes.
 */
final class MaskFolder {

    private final Path root;
    private final Path masks;
    private final List<String> classes;

    /**
     * @param root the folder
     * @param classes names by index, background first
     */
    MaskFolder(Path root, List<String> classes) {
        this.root = root;
        this.masks = Files.isDirectory(root.resolve("SegmentationClass")) ? root.resolve("SegmentationClass") : root;
        this.classes = List.copyOf(classes);
    }

    /**
     * Reads every image's mask once, to see that it can be read and fits.
     *
     * @throws ImportException with all that is wrong
     */
    void requireWhole(List<DatasetManifest.Image> images, Progress progress) {
        if (!Files.isDirectory(root)) {
            throw new ImportException(root.toString(), List.of("there is no such folder"));
        }
        Collection<String> problems = new ConcurrentLinkedQueue<>();
        checkClasses(problems);
        var steps = new Steps(progress, "checking", images.size());
        images.parallelStream().forEach(image -> {
            read(image, problems);
            steps.next();
        });
        if (!problems.isEmpty()) {
            throw new ImportException(root.toString(), problems.stream().sorted().toList());
        }
    }

    /**
     * The image's mask.
     *
     * @throws ImportException if anything is wrong with it
     */
    Mask mask(DatasetManifest.Image image) {
        var problems = new ConcurrentLinkedQueue<String>();
        return read(image, problems).orElseThrow(() -> new ImportException(root + ", changed while it was read,", List.copyOf(problems)));
    }

    private void checkClasses(Collection<String> problems) {
        Path file = root.resolve("classes.txt");
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> named = Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
            if (!named.equals(classes)) {
                problems.add("classes.txt names " + named + ", the data set has " + classes + "; the indices would mean other classes");
            }
        } catch (IOException e) {
            problems.add("classes.txt cannot be read: " + e.getMessage());
        }
    }

    private Optional<Mask> read(DatasetManifest.Image image, Collection<String> problems) {
        Path file = masks.resolve(image.id() + ".png");
        String shown = root.relativize(file).toString();
        try {
            Mask mask = LabelPng.read(Files.readAllBytes(file));
            Optional<String> problem = problem(mask, image);
            problem.ifPresent(text -> problems.add(shown + " " + text));
            return problem.isEmpty() ? Optional.of(mask) : Optional.empty();
        } catch (NoSuchFileException e) {
            problems.add(shown + " is missing");
        } catch (IOException e) {
            problems.add(shown + " cannot be read: " + e);
        } catch (PictureFormatException e) {
            problems.add(shown + " is no mask: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Optional<String> problem(Mask mask, DatasetManifest.Image image) {
        if (mask.width() != image.widthPx() || mask.height() != image.heightPx()) {
            return Optional.of("has " + mask.width() + "x" + mask.height() + " pixels, the data set's picture has " + image.widthPx() + "x"
                    + image.heightPx());
        }
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            if (mask.at(pixel) >= classes.size() && mask.at(pixel) != Mask.IGNORE) {
                return Optional.of("has class " + mask.at(pixel) + " at x " + pixel % mask.width() + ", y " + pixel / mask.width()
                        + "; classes are 0 to " + (classes.size() - 1) + ", 255 is ignored");
            }
        }
        return Optional.empty();
    }
}
