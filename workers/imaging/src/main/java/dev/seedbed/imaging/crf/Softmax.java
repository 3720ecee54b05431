package dev.seedbed.imaging.crf;

import java.util.Arrays;

/** Softmax over labels of a block of pixels, in loops over pixels that the compiler turns into vector instructions. */
final class Softmax {

    /** Probabilities below e^-60 are not told apart: smaller numbers would slow the sums down and change none of them. */
    private static final float LEAST = -60;

    private static final float STEP = 1f / 64;

    private Softmax() {}

    /**
     * Replaces scores by probabilities.
     *
     * @param columns [labels, width], possibly more rows
     * @param used pixels in use, at most the width
     * @param scratch [2 × width]
     */
    static void inPlace(float[] columns, int labels, int width, int used, float[] scratch) {
        Arrays.fill(scratch, 0, used, Float.NEGATIVE_INFINITY);
        for (int l = 0; l < labels; l++) {
            maximum(columns, l * width, used, scratch);
        }
        Arrays.fill(scratch, width, width + used, 0);
        for (int l = 0; l < labels; l++) {
            exponentiate(columns, l * width, used, scratch, width);
        }
        for (int l = 0; l < labels; l++) {
            divide(columns, l * width, used, scratch, width);
        }
    }

    private static void maximum(float[] columns, int from, int used, float[] peak) {
        for (int i = 0; i < used; i++) {
            peak[i] = Math.max(peak[i], columns[from + i]);
        }
    }

    private static void exponentiate(float[] columns, int from, int used, float[] scratch, int sums) {
        for (int i = 0; i < used; i++) {
            float e = exp(columns[from + i] - scratch[i]);
            columns[from + i] = e;
            scratch[sums + i] += e;
        }
    }

    private static void divide(float[] columns, int from, int used, float[] scratch, int sums) {
        for (int i = 0; i < used; i++) {
            columns[from + i] /= scratch[sums + i];
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
