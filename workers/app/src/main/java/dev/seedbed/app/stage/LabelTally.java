package dev.seedbed.app.stage;

import dev.seedbed.imaging.ConfusionMatrix;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Scores;
import dev.seedbed.tracking.label.LabelQuality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What masks come to as a label version: pixels by class, coverage, quality against the truth. Not safe for several threads. */
public final class LabelTally {

    private final List<String> classes;
    private final long[] pixels = new long[Mask.IGNORE + 1];
    private final ConfusionMatrix confusion;
    private boolean anyTruth;

    /** @param classes names by index, background first */
    public LabelTally(List<String> classes) {
        this.classes = List.copyOf(classes);
        this.confusion = new ConfusionMatrix(classes.size());
    }

    /** Counts an image's mask. */
    public void add(Mask mask, Optional<Mask> truth) {
        for (byte label : mask.labels()) {
            pixels[label & 0xFF]++;
        }
        truth.ifPresent(known -> {
            anyTruth = true;
            confusion.add(known, mask);
        });
    }

    /** Pixels by class index, 255 for ignored; what does not occur is left out. */
    public Map<Integer, Long> pixelCounts() {
        var counts = new TreeMap<Integer, Long>();
        IntStream.range(0, pixels.length).filter(label -> pixels[label] > 0).forEach(label -> counts.put(label, pixels[label]));
        return counts;
    }

    /** Share of pixels that are not ignored, in [0, 1]. */
    public double coverage() {
        long all = IntStream.range(0, pixels.length).mapToLong(label -> pixels[label]).sum();
        return 1 - (double) pixels[Mask.IGNORE] / all;
    }

    /** Mean IoU in [0, 1], where any image had a truth that is not ignored everywhere. */
    public OptionalDouble meanIou() {
        return anyTruth ? defined(confusion.scores().meanIou()) : OptionalDouble.empty();
    }

    /** The mean of a figure over the foreground classes that occur, where any image had a truth. */
    OptionalDouble foreground(Function<Scores, double[]> figure) {
        return anyTruth
                ? Arrays.stream(figure.apply(confusion.scores())).skip(1).filter(value -> !Double.isNaN(value)).average()
                : OptionalDouble.empty();
    }

    /** The quality, where there is a mean IoU; undefined figures are left out. */
    public Optional<LabelQuality> quality() {
        if (meanIou().isEmpty()) {
            return Optional.empty();
        }
        Scores scores = confusion.scores();
        var perClass = IntStream.range(0, classes.size())
                .mapToObj(c -> new LabelQuality.PerClass(
                        classes.get(c), defined(scores.iou()[c]), defined(scores.precision()[c]), defined(scores.recall()[c])))
                .toList();
        var counts = IntStream.range(0, classes.size())
                .mapToObj(truth -> IntStream.range(0, classes.size()).mapToObj(predicted -> confusion.count(truth, predicted)).toList())
                .toList();
        return Optional.of(new LabelQuality(scores.meanIou(), perClass, counts));
    }

    private static OptionalDouble defined(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
