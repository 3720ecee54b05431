package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Imports pictures of which nothing is known but their tags: a folder of ID.jpg or ID.png beside a {@link TagFile}. The classes are those
 * that {@link ImportOptions#classes()} names, else the columns of the file.
 */
public final class TaggedImport {

    private TaggedImport() {}

    /**
     * @param lists a file of one image id a line for every list; none makes one list, train, of the tag file's rows
     * @param options with tags
     * @throws ImportException if anything is wrong; then nothing was stored
     */
    public static ImportedDataset importTagged(
            Path folder, Map<String, Path> lists, ImportOptions options, ArtifactStore store, Progress progress) {
        Path tags = options.tags().orElseThrow(() -> new ImportException(folder.toString(), List.of("it needs a file of tags: --tags")));
        return DatasetImport.run(folder, findings -> {
            TagFile file = TagFile.read(tags, _ -> {});
            return new Source(new ImageFiles(folder), classes(file, options, findings), lists(file, lists, findings));
        }, options, store, progress);
    }

    private static List<String> classes(TagFile file, ImportOptions options, Findings findings) {
        if (options.classes().isPresent()) {
            return ClassNames.read(options.classes().get(), findings);
        }
        try {
            if (!file.namesTags()) {
                return ClassNames.parse(file.columns());
            }
            findings.problem(file.name() + " does not say which classes there are; give a file of their names with --classes");
        } catch (IllegalArgumentException e) {
            findings.problem(file.name() + ": " + e.getMessage());
        }
        return ClassNames.VOC;
    }

    private static Map<String, List<String>> lists(TagFile file, Map<String, Path> given, Findings findings) {
        if (given.isEmpty()) {
            return Map.of("train", file.rows().stream().map(TagFile.Row::image).filter(ImageLists::isId).distinct().toList());
        }
        var lists = new TreeMap<String, List<String>>();
        given.forEach((name, list) -> lists.put(name, ImageLists.read(list, list.toString(), findings::problem)));
        return lists;
    }

    private record Source(ImageFiles files, List<String> classes, Map<String, List<String>> lists) implements DatasetSource {

        @Override
        public Map<String, Predicate<String>> parts() {
            return Map.of();
        }

        @Override
        public Optional<AnnotatedPicture> read(String id, Consumer<String> problems) {
            Optional<Path> file = files.find("", id, ImageFiles.PICTURES);
            if (file.isEmpty()) {
                problems.accept("there is no picture " + id + ".jpg in " + files.root());
            }
            return files.decode(file, PictureFiles::decode, problems)
                    .map(raster -> new AnnotatedPicture(raster, Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
        }
    }
}
