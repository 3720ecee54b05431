package dev.seedbed.imaging.crf;

/** Softmax over labels of a block of pixels, in loops over pixels that the compiler turns into vector instructions. */
final class Softmax {

    /** Probabilities below e^-60 are not told apart: smaller numbers would slow the sums down and change none of them. */
    private static final float LEAST = -60;

    private static final float STEP = 1f / 64;

    private Softmax() {}

    /**
     * Replaces scores by probabilities.
     *
     * @param columns [labels or more, pixels]; of every row the first so many pixels are in use
     */
    static void inPlace(float[][] columns, int labels, int used) {
        float[] peak = columns[0].clone();
        for (int l = 1; l < labels; l++) {
            raise(peak, columns[l], used);
        }
        float[] sum = new float[used];
        for (int l = 0; l < labels; l++) {
            exponentiate(columns[l], peak, sum, used);
        }
        invert(sum);
        for (int l = 0; l < labels; l++) {
            scale(columns[l], sum, used);
        }
    }

    private static void raise(float[] peak, float[] scores, int used) {
        for (int i = 0; i < used; i++) {
            peak[i] = Math.max(peak[i], scores[i]);
        }
    }

    private static void exponentiate(float[] scores, float[] peak, float[] sum, int used) {
        for (int i = 0; i < used; i++) {
            float e = exp(scores[i] - peak[i]);
            scores[i] = e;
            sum[i] += e;
        }
    }

    private static void invert(float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = 1 / sum[i];
        }
    }

    private static void scale(float[] shares, float[] factor, int used) {
        for (int i = 0; i < used; i++) {
            shares[i] *= factor[i];
        }
    }

    /**
     * e^x for x ≤ 0, as (e^(x/64))^64 with a Taylor polynomial: off by less than 10^-5 of the value for x over −16, by less than
     * 10^-9 below, without table or branch.
     */
    static float exp(float x) {
        float y = Math.max(x, LEAST) * STEP;
        float p = 1 + y * (1 + y * (1 / 2f + y * (1 / 6f + y * (1 / 24f + y * (1 / 120f + y * (1 / 720f))))));
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        return p * p;
    }
}
