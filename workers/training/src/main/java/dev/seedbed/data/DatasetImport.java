package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Brings a source's images into the artifact store, decoded, as a data set: whole, or not at all.
 *
 * <p>Before anything is stored every file is read and decoded once, and all that is missing, unreadable or does not fit is told at once.
 * An image's tags are those of its row in the {@link TagTable}, else of its annotation, else the classes of its mask; an image of which
 * none is there is refused. Tags that no pixel of the mask bears out are kept, for weak labels err, and counted in a note. The mean colour
 * is that of all pixels of all images, as stored, exact before it is rounded. No more pictures than cores are held at a time.
 */
public final class DatasetImport {

    /** The least width and height of a picture: what the backbones' strides leave a pixel of. */
    public static final int MINIMUM_SIDE_PX = 16;

    private final DatasetSource source;
    private final SaliencyFolder saliency;
    private final TagTable tags;

    private DatasetImport(DatasetSource source, SaliencyFolder saliency, TagTable tags) {
        this.source = source;
        this.saliency = saliency;
        this.tags = tags;
    }

    /**
     * Imports what lies in a folder, on all cores.
     *
     * @param open reads classes and lists, and tells what is wrong with them
     * @throws ImportException if anything is wrong; then nothing was stored
     */
    public static ImportedDataset run(
            Path folder, Function<Findings, DatasetSource> open, ImportOptions options, ArtifactStore store, Progress progress) {
        if (!Files.isDirectory(folder)) {
            throw new ImportException(folder.toString(), List.of("there is no such folder"));
        }
        var findings = new Findings();
        DatasetSource source = open.apply(findings);
        var lists = new ImageLists(source.lists());
        List<String> ids = List.copyOf(lists.images());
        SaliencyFolder saliency = SaliencyFolder.find(folder, options.saliency(), findings::problem);
        TagTable tags = TagTable.read(options.tags(), source.classes(), findings::problem);
        tags.requireKnown(lists.images(), findings::problem);
        var reading = new DatasetImport(source, saliency, tags);
        if (!options.incomplete()) {
            reading.parts().forEach((part, present) -> lists.requireWhole(part, present, findings::problem));
        }
        reading.check(ids, findings, progress);
        if (!findings.problems().isEmpty()) {
            throw new ImportException(folder.toString(), findings.problems());
        }
        var writer = new DatasetWriter(store);
        List<DatasetManifest.Image> images = writer.writeAll(ids, id -> reading.reread(id, options, folder), progress);
        return writer.finish(source.classes(), images, source.lists(), findings.notes());
    }

    private Map<String, Predicate<String>> parts() {
        var parts = new LinkedHashMap<>(source.parts());
        parts.put("saliency map", saliency::has);
        parts.put("row of tags", tags::has);
        return parts;
    }

    private void check(List<String> ids, Findings findings, Progress progress) {
        var done = new AtomicInteger();
        var support = new TagSupport();
        ids.parallelStream().forEach(id -> {
            read(id, findings::problem).ifPresent(support::add);
            DatasetWriter.report(progress, "checking", done.incrementAndGet(), ids.size());
        });
        support.notes(findings::note);
    }

    private AnnotatedPicture reread(String id, ImportOptions options, Path folder) {
        var problems = new ArrayList<String>();
        AnnotatedPicture image = read(id, problems::add)
                .orElseThrow(() -> new ImportException(folder + ", changed while it was read,", problems));
        return options.sizePx().isPresent() ? image.squashedTo(options.sizePx().getAsInt()) : image;
    }

    private Optional<AnnotatedPicture> read(String id, Consumer<String> problems) {
        var found = new ArrayList<String>();
        Optional<GreyMap> map = saliency.read(id, found::add);
        Optional<AnnotatedPicture> image = source.read(id, found::add).map(picture -> picture.withSaliency(map));
        image = image.map(picture -> picture.withTags(tags.row(id).or(picture::tags).or(() -> picture.truth().map(DatasetImport::classes))));
        image.ifPresent(picture -> requireFitting(id, picture, found));
        found.forEach(problems);
        return found.isEmpty() ? image : Optional.empty();
    }

    private static List<Integer> classes(Mask mask) {
        var classes = new TreeSet<Integer>();
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            int label = mask.at(pixel);
            if (label != 0 && label != Mask.IGNORE) {
                classes.add(label);
            }
        }
        return List.copyOf(classes);
    }

    private void requireFitting(String id, AnnotatedPicture image, List<String> problems) {
        Raster raster = image.raster();
        if (Math.min(raster.width(), raster.height()) < MINIMUM_SIDE_PX) {
            problems.add("image " + id + " has " + raster.width() + "x" + raster.height() + " pixels; both sides need at least "
                    + MINIMUM_SIDE_PX);
        }
        image.truth().ifPresent(mask -> requireSize(id, "mask", raster, mask.width(), mask.height(), problems::add));
        image.saliency().ifPresent(map -> requireSize(id, "saliency map", raster, map.width(), map.height(), problems::add));
        image.truth().ifPresent(mask -> requireLabels(id, mask, problems));
        if (problems.isEmpty() && image.tags().isEmpty()) {
            problems.add("image " + id + " has neither an annotation nor a mask nor a row of tags: its classes are unknown");
        }
    }

    /** Tells where something that lies over a picture is of another size. */
    static void requireSize(String id, String what, Raster raster, int width, int height, Consumer<String> problems) {
        if (width != raster.width() || height != raster.height()) {
            problems.accept("the " + what + " of image " + id + " is for " + width + "x" + height + " pixels, the picture has "
                    + raster.width() + "x" + raster.height());
        }
    }

    private void requireLabels(String id, Mask mask, List<String> problems) {
        int classes = source.classes().size();
        int wrong = 0;
        int first = -1;
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            if (mask.at(pixel) >= classes && mask.at(pixel) != Mask.IGNORE) {
                first = first < 0 ? pixel : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            problems.add("the mask of image " + id + " has " + wrong + " pixels of no class, the first with label " + mask.at(first)
                    + " at x " + first % mask.width() + ", y " + first / mask.width() + "; labels are 0 to " + (classes - 1)
                    + ", or 255 for void");
        }
    }
}
