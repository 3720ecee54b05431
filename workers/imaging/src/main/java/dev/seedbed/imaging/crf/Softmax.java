package dev.seedbed.imaging.crf;

import java.util.Arrays;

/**
 * Softmax over labels of a block of pixels, each with a row of {@link Lanes#WIDTH} scores in every group of labels. Most of it is loops
 * over whole blocks that the compiler turns into vector instructions. Not safe for several threads.
 */
final class Softmax {

    /** Probabilities below e^-60 are not told apart: smaller numbers would slow the sums down and change none of them. */
    private static final float LEAST = -60;

    private static final float STEP = 1f / 64;

    private final float[] peak;
    private final float[] sum;

    /** For blocks of so many numbers a group. */
    Softmax(int length) {
        peak = new float[length];
        sum = new float[length];
    }

    /**
     * Replaces scores by probabilities.
     *
     * @param groups [groups, length or more]
     * @param length how many numbers of each group are in use
     */
    void inPlace(float[][] groups, int length) {
        Arrays.fill(peak, 0, length, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0, length, 0);
        for (float[] group : groups) {
            raise(peak, group, length);
        }
        spreadMaximum(peak, length);
        for (float[] group : groups) {
            exponentiate(group, peak, sum, length);
        }
        spreadInverseSum(sum, length);
        for (float[] group : groups) {
            scale(group, sum, length);
        }
    }

    private static void raise(float[] peak, float[] scores, int length) {
        for (int i = 0; i < length; i++) {
            peak[i] = Math.max(peak[i], scores[i]);
        }
    }

    /** Gives every number of a row the row's maximum. */
    private static void spreadMaximum(float[] rows, int length) {
        for (int at = 0; at < length; at += Lanes.WIDTH) {
            float left = Math.max(Math.max(rows[at], rows[at + 1]), Math.max(rows[at + 2], rows[at + 3]));
            float right = Math.max(Math.max(rows[at + 4], rows[at + 5]), Math.max(rows[at + 6], rows[at + 7]));
            spread(rows, at, Math.max(left, right));
        }
    }

    private static void exponentiate(float[] scores, float[] peak, float[] sum, int length) {
        for (int i = 0; i < length; i++) {
            float e = exp(scores[i] - peak[i]);
            scores[i] = e;
            sum[i] += e;
        }
    }

    /** Gives every number of a row 1 over the row's sum. */
    private static void spreadInverseSum(float[] rows, int length) {
        for (int at = 0; at < length; at += Lanes.WIDTH) {
            float left = rows[at] + rows[at + 1] + (rows[at + 2] + rows[at + 3]);
            float right = rows[at + 4] + rows[at + 5] + (rows[at + 6] + rows[at + 7]);
            spread(rows, at, 1 / (left + right));
        }
    }

    private static void spread(float[] rows, int at, float value) {
        rows[at] = value;
        rows[at + 1] = value;
        rows[at + 2] = value;
        rows[at + 3] = value;
        rows[at + 4] = value;
        rows[at + 5] = value;
        rows[at + 6] = value;
        rows[at + 7] = value;
    }

    private static void scale(float[] shares, float[] factor, int length) {
        for (int i = 0; i < length; i++) {
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
