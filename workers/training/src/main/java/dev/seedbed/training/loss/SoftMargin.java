package dev.seedbed.training.loss;

import ai.djl.ndarray.NDArray;

/** How a classifier learns image tags: each class by itself. */
public final class SoftMargin {

    private SoftMargin() {}

    /**
     * Multi-label soft margin: mean over images and classes of log(1 + e^z) − t·z.
     *
     * @param logits z [N,C]
     * @param tags t [N,C], 0 or 1
     */
    public static NDArray loss(NDArray logits, NDArray tags) {
        return logits.getNDArrayInternal().softPlus().sub(logits.mul(tags)).mean();
    }

    /** Mean over images and classes of (σ(z) − t)². */
    public static NDArray squared(NDArray logits, NDArray tags) {
        return logits.getNDArrayInternal().sigmoid().sub(tags).square().mean();
    }

    /**
     * The soft margin of the best constant answer: the mean over classes of the entropy of a tag, in nats.
     *
     * @param tags of every image, C each
     */
    public static double ofBestConstant(Iterable<float[]> tags) {
        double[] counts = new double[0];
        long images = 0;
        for (float[] of : tags) {
            counts = images++ == 0 ? new double[of.length] : counts;
            for (int c = 0; c < of.length; c++) {
                counts[c] += of[c];
            }
        }
        double sum = 0;
        for (double count : counts) {
            double p = count / images;
            sum -= term(p) + term(1 - p);
        }
        return counts.length == 0 ? 0 : Math.max(0, sum / counts.length);
    }

    private static double term(double p) {
        return p <= 0 ? 0 : p * StrictMath.log(p);
    }
}
