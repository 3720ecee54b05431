package dev.seedbed.app.label;

import dev.seedbed.app.UserError;
import dev.seedbed.app.label.LabelDiff.ClassChange;
import dev.seedbed.app.label.LabelDiff.ImageChange;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.Manifests;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.JointCounts;
import dev.seedbed.tracking.label.LabelRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Compares label versions with each other and with the truth, on all cores; each thread holds the bytes of one image's masks. Masks with
 * equal hashes are never read: how many pixels they have of each class is what the version's own counts leave over.
 */
public record LabelComparison(ArtifactStore store, Progress progress) {

    private static final Comparator<ImageChange> MOST_CHANGED =
            Comparator.comparingDouble(ImageChange::share).reversed().thenComparing(ImageChange::image);

    /**
     * What distinguishes the second version from the first.
     *
     * @throws UserError if they label different data sets, or no image in common
     */
    public LabelDiff diff(LabelRow a, LabelRow b) {
        if (!a.dataset().equals(b.dataset())) {
            throw new UserError("label version " + a.id() + " is of data set " + datasetName(a) + ", " + b.id() + " of " + datasetName(b)
                    + "; only versions of one data set can be compared");
        }
        List<String> classes = Manifests.dataset(store, a.dataset()).classes();
        Map<String, String> ofA = Manifests.labels(store, a.contentHash()).masks();
        Map<String, String> ofB = Manifests.labels(store, b.contentHash()).masks();
        List<String> both = ofA.keySet().stream().filter(ofB::containsKey).toList();
        if (both.isEmpty()) {
            throw new UserError("label versions " + a.id() + " and " + b.id() + " have no image in common: they label different lists");
        }
        List<String> different = both.stream().filter(id -> !ofA.get(id).equals(ofB.get(id))).toList();
        var counts = new JointCounts(classes.size());
        var steps = new Steps(progress, "comparing", different.size());
        List<ImageChange> changed = different.parallelStream()
                .map(id -> {
                    JointCounts image = compare(ofA.get(id), ofB.get(id), classes.size());
                    synchronized (counts) {
                        counts.add(image);
                    }
                    steps.next();
                    long pixels = image.pixels() - image.equal();
                    return new ImageChange(id, pixels, (double) pixels / image.pixels());
                })
                .sorted(MOST_CHANGED)
                .toList();
        addUnread(counts, a, ofA.keySet().stream().filter(id -> !ofB.containsKey(id)).map(ofA::get).toList());
        return diff(a, b, counts, classes, changed, List.of(both.size(), ofA.size() - both.size(), ofB.size() - both.size()));
    }

    private static String datasetName(LabelRow row) {
        return row.datasetName().orElse(row.dataset().substring(0, 12));
    }

    private JointCounts compare(String first, String second, int classes) {
        var counts = new JointCounts(classes);
        counts.add(store.read(first), store.read(second));
        return counts;
    }

    /** The masks that are equal in both have the pixels that the version counts and that were neither compared nor are its own. */
    private void addUnread(JointCounts counts, LabelRow a, List<String> own) {
        var read = new JointCounts(counts.classes());
        read.add(counts);
        own.parallelStream().forEach(mask -> {
            JointCounts alone = compare(mask, mask, counts.classes());
            synchronized (read) {
                read.add(alone);
            }
        });
        a.pixelCounts().properties().forEach(pixels -> {
            int label = Integer.parseInt(pixels.getKey());
            counts.addEqual(label, pixels.getValue().asLong() - read.ofFirst(label));
        });
    }

    private static LabelDiff diff(
            LabelRow a, LabelRow b, JointCounts counts, List<String> names, List<ImageChange> changed, List<Integer> images) {
        List<ClassChange> classes = LabelDiff.classes(counts, names);
        OptionalDouble meanIou = classes.stream().map(ClassChange::iou).filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble).average();
        return new LabelDiff(
                a.id(), b.id(), images.get(0), changed.size(), images.get(1), images.get(2), counts.pixels(),
                LabelDiff.share(counts.equal(), counts.pixels()), LabelDiff.agreementDecided(counts), meanIou, classes, changed);
    }

    /** The version's images with a truth, those that it labels worst first: by the mean IoU over the image's classes. */
    public List<ImageScore> worst(LabelRow version) {
        DatasetManifest dataset = Manifests.dataset(store, version.dataset());
        Map<String, String> masks = Manifests.labels(store, version.contentHash()).masks();
        List<DatasetManifest.Image> known = dataset.images().stream()
                .filter(image -> image.truth().isPresent() && masks.containsKey(image.id()))
                .toList();
        var steps = new Steps(progress, "comparing with the truth", known.size());
        Stream<ImageScore> scores = known.parallelStream().map(image -> {
            JointCounts counts = compare(image.truth().orElseThrow(), masks.get(image.id()), dataset.classes().size());
            steps.next();
            return new ImageScore(image.id(), counts.asPrediction().scores().meanIou());
        });
        return scores.filter(score -> !Double.isNaN(score.meanIou()))
                .sorted(Comparator.comparingDouble(ImageScore::meanIou).thenComparing(ImageScore::image))
                .toList();
    }

    /**
     * How well an image is labelled.
     *
     * @param meanIou over the classes that its truth or its labels have, in [0, 1]
     */
    public record ImageScore(String image, double meanIou) {}
}
