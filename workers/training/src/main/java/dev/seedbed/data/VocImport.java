package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings a folder of Pascal VOC's layout into the artifact store, decoded, as a data set.
 *
 * <p>What the lists under ImageSets/Segmentation name is imported, no other image; each list becomes a split of its name. Before anything
 * is stored every file is read and decoded once, and all that is missing, unreadable or does not fit is told at once. The mean colour is
 * that of all pixels of all images, as stored, exact before it is rounded.
 */
public final class VocImport {

    /** The least width and height of a picture: what the backbones' strides leave a pixel of. */
    public static final int MINIMUM_SIDE_PX = 16;

    private VocImport() {}

    /**
     * Imports the folder, on all cores; no more pictures than cores are held at a time.
     *
     * @param folder holds JPEGImages, ImageSets/Segmentation, and SegmentationClass or Annotations or both
     * @throws ImportException if anything is wrong with the folder; then nothing was stored
     */
    public static ImportedDataset importVoc(Path folder, VocOptions options, ArtifactStore store, Progress progress) {
        Collection<String> problems = new ConcurrentLinkedQueue<>();
        var notes = new ArrayList<String>();
        if (!Files.isDirectory(folder)) {
            throw new ImportException(folder.toString(), List.of("there is no such folder"));
        }
        options.saliency().filter(path -> !Files.isDirectory(path)).ifPresent(path ->
                problems.add("there is no folder " + path + " of saliency maps"));
        var voc = new VocFolder(folder, options.saliency());
        VocLists lists = VocLists.read(folder, problems::add);
        List<String> classes = voc.classes(options.classes(), problems::add, notes::add);
        if (!options.incomplete()) {
            voc.requireWhole(lists, problems::add);
        }
        var reader = new VocReader(voc, classes);
        List<String> ids = List.copyOf(lists.images());
        requireReadable(ids, reader, problems, progress);
        if (!problems.isEmpty()) {
            throw new ImportException(folder.toString(), problems.stream().sorted(Comparator.naturalOrder()).toList());
        }
        var writer = new DatasetWriter(store);
        List<DatasetManifest.Image> images = writer.writeAll(ids, id -> reread(reader, id, options, folder), progress);
        return writer.finish(classes, images, lists.byName(), notes);
    }

    private static void requireReadable(List<String> ids, VocReader reader, Collection<String> problems, Progress progress) {
        var done = new AtomicInteger();
        ids.parallelStream().forEach(id -> {
            reader.read(id, problems::add);
            DatasetWriter.report(progress, "checking", done.incrementAndGet(), ids.size());
        });
    }

    private static AnnotatedPicture reread(VocReader reader, String id, VocOptions options, Path folder) {
        var problems = new ArrayList<String>();
        AnnotatedPicture image = reader.read(id, problems::add)
                .orElseThrow(() -> new ImportException(folder + ", changed while it was read,", problems));
        return options.sizePx().isPresent() ? image.squashedTo(options.sizePx().getAsInt()) : image;
    }
}
