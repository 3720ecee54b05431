package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Imports the Semantic Boundaries Dataset by itself: its own lists, masks and tags from them, no boxes. */
public final class SbdImport {

    private SbdImport() {}

    /**
     * @param folder {@code benchmark_RELEASE/dataset} or a folder above it
     * @throws ImportException if anything is wrong with the folder; then nothing was stored
     */
    public static ImportedDataset importSbd(Path folder, ImportOptions options, ArtifactStore store, Progress progress) {
        return DatasetImport.run(folder, findings -> {
            SbdFolder sbd = SbdFolder.find(folder, findings::problem);
            List<String> classes = options.classes().map(file -> ClassNames.read(file, findings)).orElse(ClassNames.VOC);
            return new Source(sbd, classes, sbd.lists(findings::problem).byName());
        }, options, store, progress);
    }

    private record Source(SbdFolder sbd, List<String> classes, Map<String, List<String>> lists) implements DatasetSource {

        @Override
        public Map<String, Predicate<String>> parts() {
            return Map.of("mask", id -> sbd.mask(id).isPresent());
        }

        @Override
        public Optional<AnnotatedPicture> read(String id, Consumer<String> problems) {
            Optional<Path> file = sbd.picture(id);
            if (file.isEmpty()) {
                problems.accept("img/" + id + ".jpg is missing, which a list names");
            }
            Optional<Raster> raster = sbd.files().decode(file, PictureFiles::decode, problems);
            Optional<Mask> mask = sbd.readMask(id, problems);
            return raster.map(picture -> new AnnotatedPicture(picture, mask, Optional.empty(), Optional.empty(), List.of()));
        }
    }
}
