package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Imports a folder of Pascal VOC's layout. What the lists under ImageSets/Segmentation name is imported, no other image; each list becomes
 * a split of its name.
 */
public final class VocImport {

    private static final String LISTS = "ImageSets/Segmentation";
    private static final String TRAIN_AUG = "trainaug";

    private VocImport() {}

    /**
     * Imports the folder.
     *
     * @param folder holds JPEGImages, ImageSets/Segmentation, and SegmentationClass or Annotations or both
     * @throws ImportException if anything is wrong with the folder; then nothing was stored
     */
    public static ImportedDataset importVoc(Path folder, ImportOptions options, ArtifactStore store, Progress progress) {
        return importVoc(folder, Optional.empty(), options, store, progress);
    }

    /**
     * Imports the folder, where one is given together with the Semantic Boundaries Dataset: it adds masks where VOC has none and, unless
     * the folder has a list of that name, the list {@code trainaug}: VOC's train, then every other image of SBD that is not in VOC's val
     * (10,582 of VOC 2012).
     *
     * @param sbd {@code benchmark_RELEASE/dataset} or a folder above it
     * @throws ImportException if anything is wrong with the folders; then nothing was stored
     */
    public static ImportedDataset importVoc(
            Path folder, Optional<Path> sbd, ImportOptions options, ArtifactStore store, Progress progress) {
        return DatasetImport.run(folder, findings -> {
            var voc = new VocFolder(folder, sbd.map(path -> SbdFolder.find(path, findings::problem)));
            ImageLists lists = ImageLists.readAll(folder, LISTS, findings::problem);
            List<String> classes = voc.classes(options.classes(), findings);
            var augmented = voc.sbd().map(more -> augmented(lists, more.images(findings::problem), findings)).orElse(lists.byName());
            return new VocReader(voc, classes, augmented);
        }, options, store, progress);
    }

    private static Map<String, List<String>> augmented(ImageLists voc, SortedSet<String> sbd, Findings findings) {
        var lists = new TreeMap<>(voc.byName());
        if (lists.containsKey(TRAIN_AUG)) {
            findings.note("the list " + TRAIN_AUG + " is the folder's own");
            return lists;
        }
        for (String needed : List.of("train", "val")) {
            if (!lists.containsKey(needed)) {
                findings.problem(LISTS + "/" + needed + ".txt is missing: it tells which images of SBD the list " + TRAIN_AUG + " may have");
                return lists;
            }
        }
        List<String> train = lists.get("train");
        var more = new TreeSet<>(sbd);
        train.forEach(more::remove);
        lists.get("val").forEach(more::remove);
        lists.put(TRAIN_AUG, Stream.concat(train.stream(), more.stream()).toList());
        findings.note("list " + TRAIN_AUG + ": " + train.size() + " images of train and " + more.size() + " of SBD");
        return lists;
    }
}
