package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.imaging.GreyCodec;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.RasterCodec;
import dev.seedbed.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Stores decoded images and, when all are there, the manifest that makes a data set of them. */
public final class DatasetWriter {

    private final ArtifactStore store;
    private final List<LongAdder> colour = List.of(new LongAdder(), new LongAdder(), new LongAdder());
    private final LongAdder pixels = new LongAdder();

    public DatasetWriter(ArtifactStore store) {
        this.store = store;
    }

    /** Stores the images, several at a time, each made only when its turn comes. */
    public List<DatasetManifest.Image> writeAll(List<String> ids, Function<String, AnnotatedPicture> image, Progress progress) {
        var done = new AtomicInteger();
        return ids.parallelStream().map(id -> {
            DatasetManifest.Image written = write(id, image.apply(id));
            report(progress, "storing", done.incrementAndGet(), ids.size());
            return written;
        }).toList();
    }

    /**
     * Stores the manifest, and the true masks as a label version's content.
     *
     * @param images in the order of their ids
     * @param notes what was decided on the way
     */
    public ImportedDataset finish(
            List<String> classes, List<DatasetManifest.Image> images, Map<String, List<String>> splits, List<String> notes) {
        List<Integer> mean = colour.stream().map(sum -> (int) ((2 * sum.sum() + pixels.sum()) / (2 * pixels.sum()))).toList();
        var manifest = new DatasetManifest(classes, mean, images, splits);
        ArtifactRef ref = store.put(json(manifest), Format.DATASET);
        var masks = new TreeMap<String, String>();
        images.forEach(image -> image.truth().ifPresent(mask -> masks.put(image.id(), mask)));
        Optional<ArtifactRef> truth = masks.isEmpty()
                ? Optional.empty()
                : Optional.of(store.put(json(new LabelManifest(ref.sha256(), masks)), Format.LABELS));
        return new ImportedDataset(manifest, ref, truth, notes);
    }

    /** Tells the listener at every hundredth of the way. */
    static void report(Progress progress, String step, int done, int total) {
        if (done == total || 100L * done / total != 100L * (done - 1) / total) {
            progress.at(step, done, total);
        }
    }

    private DatasetManifest.Image write(String id, AnnotatedPicture image) {
        Raster raster = image.raster();
        addColour(raster);
        return new DatasetManifest.Image(
                id,
                raster.width(),
                raster.height(),
                image.tags().orElseThrow(),
                store.put(RasterCodec.encode(raster), Format.RASTER).sha256(),
                image.truth().map(mask -> store.put(MaskCodec.encode(mask), Format.MASK).sha256()),
                image.boxes(),
                image.saliency().map(map -> store.put(GreyCodec.encode(map), Format.GREY).sha256()));
    }

    private void addColour(Raster raster) {
        long[] sums = new long[3];
        byte[] rgb = raster.rgb();
        for (int i = 0; i < rgb.length; i += 3) {
            sums[0] += rgb[i] & 0xFF;
            sums[1] += rgb[i + 1] & 0xFF;
            sums[2] += rgb[i + 2] & 0xFF;
        }
        for (int c = 0; c < 3; c++) {
            colour.get(c).add(sums[c]);
        }
        pixels.add((long) raster.width() * raster.height());
    }

    private static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }
}
