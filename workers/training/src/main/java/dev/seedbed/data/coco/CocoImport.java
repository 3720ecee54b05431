package dev.seedbed.data.coco;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.data.DatasetImport;
import dev.seedbed.data.Findings;
import dev.seedbed.data.ImageFiles;
import dev.seedbed.data.ImageLists;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Imports pictures with COCO's annotations of objects, one file a list. Classes are the files' categories, which must agree, in the order of
 * their ids, however many ids are left out; an image is named by its file without the ending.
 */
public final class CocoImport {

    private CocoImport() {}

    /**
     * @param folder the data set's
     * @param lists annotation files by list; none takes every annotations/instances_NAME.json below the folder as list NAME, its year left out
     * @param pictures folders that pictures are looked for in; none looks in the folder itself, in images, and in NAME and images/NAME of
     *     the annotation file's name
     * @param options its file of classes is not looked at
     * @throws ImportException if anything is wrong; then nothing was stored
     */
    public static ImportedDataset importCoco(
            Path folder, Map<String, Path> lists, List<Path> pictures, ImportOptions options, ArtifactStore store, Progress progress) {
        return DatasetImport.run(folder, findings -> {
            Map<String, Path> paths = lists.isEmpty() ? released(folder, findings) : lists;
            var files = new TreeMap<String, CocoFile>();
            paths.forEach((list, path) -> index(path, findings).ifPresent(file -> files.put(list, file)));
            return new Opening(folder, pictures, findings).open(files, options.incomplete());
        }, options, store, progress);
    }

    private static Map<String, Path> released(Path folder, Findings findings) {
        var lists = new TreeMap<String, Path>();
        Path annotations = folder.resolve("annotations");
        if (Files.isDirectory(annotations)) {
            try (Stream<Path> files = Files.list(annotations)) {
                files.filter(file -> file.getFileName().toString().matches("instances_.+\\.json")).sorted().forEach(file -> {
                    if (lists.put(split(file).replaceFirst("[0-9]{4}$", ""), file) != null) {
                        findings.problem(annotations + " has several files of " + split(file) + "; say which with --list NAME=FILE");
                    }
                });
            } catch (IOException e) {
                findings.problem(annotations + " cannot be read: " + e.getMessage());
            }
        }
        if (lists.isEmpty()) {
            findings.problem(annotations + " has no instances_NAME.json; say with --list train=FILE where the annotations are");
        }
        return lists;
    }

    /** {@code train2017} of {@code instances_train2017.json}. */
    private static String split(Path file) {
        return file.getFileName().toString().replaceFirst("^instances_", "").replaceFirst("\\.json$", "");
    }

    private static Optional<CocoFile> index(Path path, Findings findings) {
        try {
            return Optional.of(CocoFile.index(path));
        } catch (IOException e) {
            findings.problem(path + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            findings.problem(path + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Makes one source of several files. */
    private record Opening(Path folder, List<Path> pictures, Findings findings, Map<String, CocoReader.Entry> entries) {

        Opening(Path folder, List<Path> pictures, Findings findings) {
            this(folder, pictures, findings, new HashMap<>());
        }

        CocoReader open(SortedMap<String, CocoFile> files, boolean incomplete) {
            SortedMap<Long, String> categories = categories(files);
            var lists = new TreeMap<String, List<String>>();
            files.forEach((list, file) -> lists.put(list, images(list, file)));
            var labels = new LinkedHashMap<Long, Integer>();
            categories.keySet().forEach(id -> labels.put(id, labels.size() + 1));
            return new CocoReader(new ImageFiles(folder), classes(categories), labels, lists, entries, incomplete);
        }

        private SortedMap<Long, String> categories(SortedMap<String, CocoFile> files) {
            if (files.isEmpty()) {
                return new TreeMap<>();
            }
            CocoFile first = files.firstEntry().getValue();
            files.values().stream().filter(file -> !file.categories().equals(first.categories())).forEach(file ->
                    findings.problem(file.path() + " has other categories than " + first.path() + ": " + file.categories()));
            return first.categories();
        }

        private List<String> classes(SortedMap<Long, String> categories) {
            var classes = new ArrayList<>(List.of("background"));
            categories.forEach((id, name) -> {
                if (classes.contains(name)) {
                    findings.problem("category " + id + " is called " + name + ", which is another class's name"
                            + (name.equals("background") ? "; the background is what no category covers" : ""));
                }
                classes.add(name);
            });
            if (categories.size() > 254) {
                findings.problem(categories.size() + " categories are too many; 254 beside the background can be told apart");
            }
            return classes;
        }

        private List<String> images(String list, CocoFile file) {
            var ids = new ArrayList<String>();
            List<Path> folders = folders(file);
            for (CocoFile.Picture picture : file.pictures().values()) {
                String id = picture.fileName().replaceFirst("\\.[A-Za-z]+$", "");
                Optional<Path> path = ImageLists.isId(id) ? find(picture.fileName(), folders) : Optional.empty();
                if (!ImageLists.isId(id)) {
                    findings.problem(file.path() + ": image " + picture.id() + " has the file_name \"" + picture.fileName()
                            + "\"; names have letters, digits, '.', '_', '-' and '/', and never lead outside the folder");
                } else if (path.isEmpty()) {
                    findings.problem("the picture " + picture.fileName() + " of list " + list + " is in none of " + folders);
                } else if (entries.put(id, new CocoReader.Entry(file, picture, path.get())) != null) {
                    findings.problem("image " + id + " of list " + list + " is listed twice");
                } else {
                    ids.add(id);
                }
            }
            return ids;
        }

        private List<Path> folders(CocoFile file) {
            if (!pictures.isEmpty()) {
                return pictures;
            }
            String split = split(file.path());
            return Stream.of(split, "images/" + split, "images", "").map(folder::resolve).filter(Files::isDirectory).toList();
        }

        private static Optional<Path> find(String name, List<Path> folders) {
            return folders.stream().map(folder -> folder.resolve(name)).filter(Files::isRegularFile).findFirst();
        }
    }
}
