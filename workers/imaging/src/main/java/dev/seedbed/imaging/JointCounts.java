package dev.seedbed.imaging;

/**
 * Counts of pixels by their labels in two maskings of the same images, {@link Mask#IGNORE} included. It compares masks as they are
 * encoded, run by run, so its cost is that of the outlines, not of the areas. Adding is not safe from several threads; add counts of each
 * thread instead.
 */
public final class JointCounts {

    private final int classes;
    private final int labels;
    private final long[] counts;

    /**
     * Nothing counted yet.
     *
     * @param classes background included, 1..255
     */
    public JointCounts(int classes) {
        if (classes < 1 || classes > Mask.IGNORE) {
            throw new IllegalArgumentException("classes must be from 1 to 255, not " + classes);
        }
        this.classes = classes;
        this.labels = classes + 1;
        this.counts = new long[labels * labels];
    }

    /**
     * Counts an image's pixels.
     *
     * @param a {@link MaskCodec}'s bytes
     * @param b the same image's other mask
     * @throws IllegalArgumentException if the sizes differ, or a label is neither a class nor ignored
     * @throws PictureFormatException if either is not a mask
     */
    public void add(byte[] a, byte[] b) {
        MaskRuns left = MaskCodec.runs(a);
        MaskRuns right = MaskCodec.runs(b);
        if (left.width() != right.width() || left.height() != right.height()) {
            throw new IllegalArgumentException("a mask of " + left.width() + "x" + left.height() + " cannot be compared with one of "
                    + right.width() + "x" + right.height());
        }
        int ofLeft = left.next() ? left.length() : 0;
        int ofRight = right.next() ? right.length() : 0;
        while (ofLeft > 0) {
            int both = Math.min(ofLeft, ofRight);
            counts[place(left.label()) * labels + place(right.label())] += both;
            ofLeft -= both;
            ofRight -= both;
            ofLeft = ofLeft == 0 && left.next() ? left.length() : ofLeft;
            ofRight = ofRight == 0 && right.next() ? right.length() : ofRight;
        }
    }

    /** Adds all counts of others with as many classes. */
    public void add(JointCounts other) {
        if (other.classes != classes) {
            throw new IllegalArgumentException("counts of " + classes + " and " + other.classes + " classes do not add up");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Counts pixels that have this label in both. */
    public void addEqual(int label, long pixels) {
        counts[place(label) * labels + place(label)] += pixels;
    }

    private int place(int label) {
        if (label < classes) {
            return label;
        }
        if (label != Mask.IGNORE) {
            throw new IllegalArgumentException("a mask has class " + label + ", but there are only " + classes);
        }
        return classes;
    }

    /** Background included. */
    public int classes() {
        return classes;
    }

    /** Pixels with these labels, each a class or {@link Mask#IGNORE}. */
    public long count(int a, int b) {
        return counts[place(a) * labels + place(b)];
    }

    /** Pixels with this label in the first masking. */
    public long ofFirst(int label) {
        long sum = 0;
        for (int other = 0; other < labels; other++) {
            sum += counts[place(label) * labels + other];
        }
        return sum;
    }

    /** Pixels with this label in the second masking. */
    public long ofSecond(int label) {
        long sum = 0;
        for (int other = 0; other < labels; other++) {
            sum += counts[other * labels + place(label)];
        }
        return sum;
    }

    /** All pixels. */
    public long pixels() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Pixels with the same label in both. */
    public long equal() {
        long sum = 0;
        for (int label = 0; label < labels; label++) {
            sum += counts[label * labels + label];
        }
        return sum;
    }

    /** The second masking as a prediction of the first: what the first ignores is left out, what the second ignores is background. */
    public ConfusionMatrix asPrediction() {
        var matrix = new ConfusionMatrix(classes);
        for (int truth = 0; truth < classes; truth++) {
            for (int label = 0; label < labels; label++) {
                matrix.add(truth, label == classes ? Mask.IGNORE : label, counts[truth * labels + label]);
            }
        }
        return matrix;
    }
}
