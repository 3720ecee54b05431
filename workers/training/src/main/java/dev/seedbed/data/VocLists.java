package dev.seedbed.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The lists of a VOC folder: every file {@code ImageSets/Segmentation/NAME.txt}, one image id a line.
 *
 * @param byName ids by the list's name, in the file's order
 */
record VocLists(Map<String, List<String>> byName) {

    private static final String FOLDER = "ImageSets/Segmentation";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    /** Reads all lists and tells what is wrong with them. */
    static VocLists read(Path root, Consumer<String> problems) {
        Path folder = root.resolve(FOLDER);
        var lists = new TreeMap<String, List<String>>();
        for (Path file : files(folder, problems)) {
            String name = file.getFileName().toString();
            lists.put(name.substring(0, name.length() - ".txt".length()), ids(file, FOLDER + "/" + name, problems));
        }
        return new VocLists(lists);
    }

    /** Every image that a list names, in the order of the ids. */
    SortedSet<String> images() {
        var ids = new TreeSet<String>();
        byName.values().forEach(ids::addAll);
        return ids;
    }

    private static List<Path> files(Path folder, Consumer<String> problems) {
        if (!Files.isDirectory(folder)) {
            problems.accept(FOLDER + " is missing: it holds the lists (train.txt, val.txt) of the images to import");
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            List<Path> files = entries.filter(file -> file.toString().endsWith(".txt") && Files.isRegularFile(file)).sorted().toList();
            if (files.isEmpty()) {
                problems.accept(FOLDER + " holds no list (train.txt, val.txt)");
            }
            return files;
        } catch (IOException e) {
            problems.accept(FOLDER + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private static List<String> ids(Path file, String shown, Consumer<String> problems) {
        var ids = new ArrayList<String>();
        var seen = new HashSet<String>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            problems.accept(shown + " cannot be read as text: " + e.getMessage());
            return List.of();
        }
        for (int number = 1; number <= lines.size(); number++) {
            String id = lines.get(number - 1).replace("\uFEFF", "").strip();
            if (id.isEmpty()) {
                continue;
            }
            if (staysInside(id)) {
                if (seen.add(id)) {
                    ids.add(id);
                } else {
                    problems.accept(shown + ", line " + number + ": image " + id + " is listed twice");
                }
            } else {
                problems.accept(shown + ", line " + number + ": \"" + id + "\" is no image id; a line is a name below JPEGImages without"
                        + " its ending, of letters, digits, '.', '_', '-' and '/', and never leads outside the data set");
            }
        }
        if (lines.stream().allMatch(String::isBlank)) {
            problems.accept(shown + " is empty");
        }
        return ids;
    }

    private static boolean staysInside(String id) {
        return ID.matcher(id).matches() && !id.contains("..") && List.of(id.split("/")).stream().noneMatch("."::equals);
    }
}
