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
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which images a data set has, list by list.
 *
 * @param byName ids by the list's name, in the list's order
 */
public record ImageLists(Map<String, List<String>> byName) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    /** Whether a name can be an image's: it never leads outside the folder that it is looked up in. */
    public static boolean isId(String name) {
        return ID.matcher(name).matches() && !name.contains("..") && List.of(name.split("/")).stream().noneMatch("."::equals);
    }

    /** Reads every list NAME.txt in a folder below the root and tells what is wrong with them. */
    static ImageLists readAll(Path root, String folder, Consumer<String> problems) {
        var lists = new TreeMap<String, List<String>>();
        for (Path file : files(root.resolve(folder), folder, problems)) {
            String name = file.getFileName().toString();
            lists.put(name.substring(0, name.length() - ".txt".length()), read(file, folder + "/" + name, problems));
        }
        return new ImageLists(lists);
    }

    private static List<Path> files(Path folder, String shown, Consumer<String> problems) {
        if (!Files.isDirectory(folder)) {
            problems.accept(shown + " is missing: it holds the lists (train.txt, val.txt) of the images to import");
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            List<Path> files = entries.filter(file -> file.toString().endsWith(".txt") && Files.isRegularFile(file)).sorted().toList();
            if (files.isEmpty()) {
                problems.accept(shown + " holds no list (train.txt, val.txt)");
            }
            return files;
        } catch (IOException e) {
            problems.accept(shown + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    /** Reads a list of one image id a line and tells what is wrong with it. */
    static List<String> read(Path file, String shown, Consumer<String> problems) {
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
            if (isId(id)) {
                if (seen.add(id)) {
                    ids.add(id);
                } else {
                    problems.accept(shown + ", line " + number + ": image " + id + " is listed twice");
                }
            } else {
                problems.accept(shown + ", line " + number + ": \"" + id + "\" is no image id; a line is a picture's name without its"
                        + " ending, of letters, digits, '.', '_', '-' and '/', and never leads outside the data set");
            }
        }
        if (lines.stream().allMatch(String::isBlank)) {
            problems.accept(shown + " is empty");
        }
        return ids;
    }

    /** Every image that a list names, in the order of the ids. */
    SortedSet<String> images() {
        var ids = new TreeSet<String>();
        byName.values().forEach(ids::addAll);
        return ids;
    }

    /**
     * Finds images of a list that lack what others of the list have: an accident more often than not, and a set of images without
     * truth gives wrong figures silently.
     */
    void requireWhole(String part, Predicate<String> present, Consumer<String> problems) {
        byName.forEach((list, ids) -> {
            List<String> missing = ids.stream().filter(present.negate()).toList();
            if (missing.size() < ids.size()) {
                missing.forEach(id -> problems.accept("the " + part + " of image " + id + " of list " + list
                        + " is missing, where others have one; if that is meant, import with --incomplete"));
            }
        });
    }
}
