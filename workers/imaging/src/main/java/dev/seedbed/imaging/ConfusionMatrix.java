package dev.seedbed.imaging;

/**
 * Counts of pixels by true and predicted class, over any number of masks. Pixels whose truth is no class (void) are left out; an
 * ignored prediction counts as background. Adding masks is not safe from several threads; add matrices of each thread instead.
 */
public final class ConfusionMatrix {

    private final int classes;
    private final long[] counts;

    /**
     * An empty matrix.
     *
     * @param classes background included, 1..255
     */
    public ConfusionMatrix(int classes) {
        if (classes < 1 || classes > Mask.IGNORE) {
            throw new IllegalArgumentException("classes must be from 1 to 255, not " + classes);
        }
        this.classes = classes;
        this.counts = new long[classes * classes];
    }

    /**
     * Counts a mask's pixels.
     *
     * @throws IllegalArgumentException if the sizes differ, or a prediction with a true class is neither a class nor ignored
     */
    public void add(Mask truth, Mask prediction) {
        if (truth.width() != prediction.width() || truth.height() != prediction.height()) {
            throw new IllegalArgumentException("a prediction of " + prediction.width() + "x" + prediction.height()
                    + " cannot be compared with a truth of " + truth.width() + "x" + truth.height());
        }
        for (int i = 0; i < truth.labels().length; i++) {
            if (truth.at(i) < classes) {
                counts[truth.at(i) * classes + predicted(prediction.at(i))]++;
            }
        }
    }

    private int predicted(int label) {
        if (label == Mask.IGNORE) {
            return 0;
        }
        if (label >= classes) {
            throw new IllegalArgumentException("a prediction has class " + label + ", but there are only " + classes);
        }
        return label;
    }

    /** Counts pixels of a true class that were given this label. */
    void add(int truth, int prediction, long pixels) {
        counts[truth * classes + predicted(prediction)] += pixels;
    }

    /** Adds all counts of another matrix with as many classes. */
    public void add(ConfusionMatrix other) {
        if (other.classes != classes) {
            throw new IllegalArgumentException("matrices of " + classes + " and " + other.classes + " classes do not add up");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Background included. */
    public int classes() {
        return classes;
    }

    /** Pixels of a true class that were given a class. */
    public long count(int truth, int predicted) {
        return counts[truth * classes + predicted];
    }

    /** Pixels of a true class. */
    public long truth(int label) {
        long sum = 0;
        for (int other = 0; other < classes; other++) {
            sum += count(label, other);
        }
        return sum;
    }

    /** Pixels that were given a class. */
    public long predictions(int label) {
        long sum = 0;
        for (int other = 0; other < classes; other++) {
            sum += count(other, label);
        }
        return sum;
    }

    /** All counts, [truth, prediction] row by row. */
    public long[] toArray() {
        return counts.clone();
    }

    public Scores scores() {
        return Scores.of(this);
    }
}
