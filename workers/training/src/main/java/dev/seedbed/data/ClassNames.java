package dev.seedbed.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of classes by index, background first. */
final class ClassNames {

    /** Pascal VOC's twenty, with background. */
    static final List<String> VOC = List.of(
            "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog",
            "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor");

    private static final Set<String> BACKGROUND = Set.of("background", "_background_", "__background__");

    private ClassNames() {}

    /** Names from a file as {@link #parse} reads them; what is wrong with it is told, and VOC's names are returned then. */
    static List<String> read(Path file, Findings findings) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> names = parse(lines);
            if (!startsWithBackground(lines)) {
                findings.note(file.getFileName() + " does not start with background: its first line is class 1");
            }
            return names;
        } catch (IOException e) {
            findings.problem(file + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            findings.problem(file.getFileName() + ": " + e.getMessage());
        }
        return VOC;
    }

    /**
     * Names from a file's lines, one a line, blank lines left out. Where background is not the first it is put there, so that the
     * first line's class has index 1, as in VOC's own lists.
     *
     * @throws IllegalArgumentException if a name occurs twice, background is not first, or there are none or more than 254 classes
     */
    static List<String> parse(List<String> lines) {
        var names = new ArrayList<String>();
        lines.stream().map(line -> line.replace("\uFEFF", "").strip()).filter(line -> !line.isEmpty()).forEach(names::add);
        if (names.isEmpty() || !isBackground(names.getFirst())) {
            names.addFirst(VOC.getFirst());
        }
        names.set(0, VOC.getFirst());
        if (names.size() < 2 || names.size() > 255) {
            throw new IllegalArgumentException("it names " + (names.size() - 1) + " classes; 1 to 254 beside background can be told apart");
        }
        for (int index = 1; index < names.size(); index++) {
            if (isBackground(names.get(index))) {
                throw new IllegalArgumentException("background is on line " + (index + 1) + "; it belongs on the first");
            }
            if (names.indexOf(names.get(index)) < index) {
                throw new IllegalArgumentException("class " + names.get(index) + " occurs twice");
            }
        }
        return List.copyOf(names);
    }

    private static boolean startsWithBackground(List<String> lines) {
        return lines.stream().map(line -> line.replace("\uFEFF", "").strip()).filter(line -> !line.isEmpty()).findFirst()
                .filter(ClassNames::isBackground).isPresent();
    }

    private static boolean isBackground(String name) {
        return BACKGROUND.contains(name.toLowerCase(Locale.ROOT));
    }
}
