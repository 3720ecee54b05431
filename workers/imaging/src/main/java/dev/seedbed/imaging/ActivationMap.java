package dev.seedbed.imaging;

import java.util.Arrays;

/**
 * Class activation maps (Zhou et al., 2016): where a classifier of globally pooled features looks for a class.
 *
 * <p>M_c = relu(w_c · f), divided by its own maximum + ε, and zero for a class that the image does not show.
 */
public final class ActivationMap {

    /** What keeps the division by a map's maximum defined. */
    public static final double EPSILON = 1e-5;

    private ActivationMap() {}

    /**
     * The scaled maps of every class.
     *
     * @param features f [K,h,w]
     * @param weights w [C,K], row by row, of the bias-free classifier
     * @param shown whether the image shows a class [C]
     * @return [C,h,w] in [0,1)
     */
    public static FloatMaps of(FloatMaps features, float[] weights, boolean[] shown, double epsilon) {
        FloatMaps maps = rectified(features, weights, shown.length);
        for (int c = 0; c < shown.length; c++) {
            if (!shown[c]) {
                Arrays.fill(maps.values(), c * maps.area(), (c + 1) * maps.area(), 0);
            }
        }
        return scaledToPeak(maps, epsilon);
    }

    /** relu(w_c · f) of every class, not scaled: [C,h,w]. */
    public static FloatMaps rectified(FloatMaps features, float[] weights, int classes) {
        int channels = features.channels();
        int area = features.area();
        if (weights.length != (long) classes * channels) {
            throw new IllegalArgumentException(
                    "weights of " + classes + " classes for " + channels + " features are not " + weights.length + " numbers");
        }
        float[] maps = new float[classes * area];
        double[] response = new double[area];
        for (int c = 0; c < classes; c++) {
            Arrays.fill(response, 0);
            for (int k = 0; k < channels; k++) {
                addScaled(response, weights[c * channels + k], features.values(), k * area);
            }
            for (int i = 0; i < area; i++) {
                maps[c * area + i] = (float) Math.max(response[i], 0);
            }
        }
        return new FloatMaps(classes, features.height(), features.width(), maps);
    }

    private static void addScaled(double[] sum, double factor, float[] values, int from) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[from + i];
        }
    }

    /** Rectified maps, each divided by its own maximum + ε. */
    public static FloatMaps scaledToPeak(FloatMaps rectified, double epsilon) {
        float[] scaled = new float[rectified.values().length];
        for (int c = 0; c < rectified.channels(); c++) {
            int from = c * rectified.area();
            double divisor = peak(rectified, c) + epsilon;
            for (int i = from; i < from + rectified.area(); i++) {
                scaled[i] = (float) (rectified.values()[i] / divisor);
            }
        }
        return new FloatMaps(rectified.channels(), rectified.height(), rectified.width(), scaled);
    }

    /** The largest value of one map. */
    static float peak(FloatMaps maps, int channel) {
        float peak = Float.NEGATIVE_INFINITY;
        int from = channel * maps.area();
        for (int i = from; i < from + maps.area(); i++) {
            peak = Math.max(peak, maps.values()[i]);
        }
        return peak;
    }
}
