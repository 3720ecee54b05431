package dev.seedbed.imaging;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What labels made by thresholding maps would be at many thresholds, against the truth: every pixel is looked at once. Safe for several
 * threads, which wait for each other only to add an image's counts.
 */
public final class ThresholdConfusion {

    private final double[] thresholds;
    private final int classes;
    /** Pixels by [truth, strongest class, how many thresholds its map is over]. */
    private final long[] counts;

    /**
     * Nothing counted yet.
     *
     * @param thresholds ascending
     * @param classes background included, 1..255
     */
    public ThresholdConfusion(List<Double> thresholds, int classes) {
        this.thresholds = thresholds.stream().mapToDouble(Double::doubleValue).toArray();
        this.classes = classes;
        this.counts = new long[classes * classes * (1 + this.thresholds.length)];
    }

    /**
     * Counts an image's pixels.
     *
     * @throws IllegalArgumentException if the sizes differ or a strongest class is none of the classes
     */
    public void add(StrongestClass strongest, Mask truth) {
        byte[] labels = strongest.labels().labels();
        if (labels.length != truth.labels().length || strongest.labels().width() != truth.width()) {
            throw new IllegalArgumentException("maps of " + strongest.labels().width() + "x" + strongest.labels().height()
                    + " cannot be compared with a truth of " + truth.width() + "x" + truth.height());
        }
        long[] own = new long[counts.length];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            if (truth.at(pixel) < classes) {
                own[index(truth.at(pixel), known(labels[pixel] & 0xFF), over(strongest.values()[pixel]))]++;
            }
        }
        add(own);
    }

    private synchronized void add(long[] own) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += own[i];
        }
    }

    private int known(int label) {
        if (label >= classes) {
            throw new IllegalArgumentException("a map is of class " + label + ", but there are only " + classes);
        }
        return label;
    }

    private int over(float value) {
        int found = Arrays.binarySearch(thresholds, value);
        return found >= 0 ? found : -found - 1;
    }

    private int index(int truth, int label, int over) {
        return (truth * classes + label) * (1 + thresholds.length) + over;
    }

    /** Whether any pixel's truth was known. */
    public synchronized boolean isEmpty() {
        return Arrays.stream(counts).allMatch(count -> count == 0);
    }

    /** The matrix at each threshold: the strongest class where its map is over it, else background. */
    public synchronized List<ConfusionMatrix> matrices() {
        return IntStream.range(0, thresholds.length).mapToObj(this::matrix).toList();
    }

    private ConfusionMatrix matrix(int threshold) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int truth = 0; truth < classes; truth++) {
            for (int label = 0; label < classes; label++) {
                for (int over = 0; over <= thresholds.length; over++) {
                    matrix.add(truth, over > threshold ? label : 0, counts[index(truth, label, over)]);
                }
            }
        }
        return matrix;
    }
}
