package dev.seedbed.training.input;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.util.Arrays;

/**
 * Pictures and masks at other sizes. Pictures: separable bicubic convolution (Keys, 1981, a = −½), widened when shrinking so that
 * nothing aliases; masks: the nearest pixel.
 */
public final class Resampling {

    private static final double SUPPORT = 2;

    private Resampling() {}

    /**
     * A window of the scaled picture or mask, in its pixels.
     *
     * @param left at least 0; left + width at most the scaled width
     */
    public record Window(int left, int top, int width, int height) {}

    /** The whole picture at another size. */
    public static Raster resize(Raster picture, int width, int height) {
        return resize(picture, width, height, new Window(0, 0, width, height));
    }

    /** What a window shows of the picture at another size. */
    public static Raster resize(Raster picture, int width, int height, Window window) {
        Taps columns = Taps.of(picture.width(), width, window.left, window.width);
        Taps rows = Taps.of(picture.height(), height, window.top, window.height);
        float[] narrowed = acrossColumns(picture, columns, rows.first(), rows.last());
        return new Raster(window.width, window.height, acrossRows(narrowed, rows, 3 * window.width));
    }

    /** [last − first][window width × 3] */
    private static float[] acrossColumns(Raster picture, Taps taps, int first, int last) {
        byte[] rgb = picture.rgb();
        int width = taps.count();
        float[] out = new float[(last - first) * width * 3];
        for (int y = first, at = 0; y < last; y++) {
            int row = 3 * y * picture.width();
            for (int x = 0; x < width; x++, at += 3) {
                float r = 0;
                float g = 0;
                float b = 0;
                int from = row + 3 * taps.start[x];
                for (float weight : taps.weights[x]) {
                    r += weight * (rgb[from] & 0xFF);
                    g += weight * (rgb[from + 1] & 0xFF);
                    b += weight * (rgb[from + 2] & 0xFF);
                    from += 3;
                }
                out[at] = r;
                out[at + 1] = g;
                out[at + 2] = b;
            }
        }
        return out;
    }

    private static byte[] acrossRows(float[] narrowed, Taps taps, int rowLength) {
        byte[] out = new byte[taps.count() * rowLength];
        float[] sum = new float[rowLength];
        int first = taps.first();
        for (int y = 0; y < taps.count(); y++) {
            Arrays.fill(sum, 0);
            int from = (taps.start[y] - first) * rowLength;
            for (float weight : taps.weights[y]) {
                for (int i = 0; i < rowLength; i++) {
                    sum[i] += weight * narrowed[from + i];
                }
                from += rowLength;
            }
            for (int i = 0; i < rowLength; i++) {
                out[y * rowLength + i] = (byte) Math.clamp(Math.round(sum[i]), 0, 255);
            }
        }
        return out;
    }

    /** The whole mask at another size. */
    public static Mask resize(Mask mask, int width, int height) {
        return resize(mask, width, height, new Window(0, 0, width, height));
    }

    /** What a window shows of the mask at another size. */
    public static Mask resize(Mask mask, int width, int height, Window window) {
        byte[] labels = new byte[window.width * window.height];
        for (int y = 0, at = 0; y < window.height; y++) {
            int row = nearest(window.top + y, mask.height(), height) * mask.width();
            for (int x = 0; x < window.width; x++) {
                labels[at++] = mask.labels()[row + nearest(window.left + x, mask.width(), width)];
            }
        }
        return new Mask(window.width, window.height, labels);
    }

    private static int nearest(int position, int from, int to) {
        return (int) ((2L * position + 1) * from / (2L * to));
    }

    /** For each output position the first input position and the weights from there on, summing to 1. */
    private record Taps(int[] start, float[][] weights) {

        static Taps of(int from, int to, int offset, int count) {
            double scale = (double) from / to;
            double widening = Math.max(1, scale);
            int[] start = new int[count];
            float[][] weights = new float[count][];
            for (int i = 0; i < count; i++) {
                double centre = (offset + i + 0.5) * scale;
                start[i] = Math.max(0, (int) Math.floor(centre - SUPPORT * widening + 0.5));
                int end = Math.min(from, (int) Math.floor(centre + SUPPORT * widening + 0.5));
                weights[i] = weights(start[i], end, centre, widening);
            }
            return new Taps(start, weights);
        }

        private static float[] weights(int start, int end, double centre, double widening) {
            double[] raw = new double[end - start];
            double sum = 0;
            for (int i = 0; i < raw.length; i++) {
                raw[i] = cubic((start + i + 0.5 - centre) / widening);
                sum += raw[i];
            }
            float[] weights = new float[raw.length];
            for (int i = 0; i < raw.length; i++) {
                weights[i] = (float) (raw[i] / sum);
            }
            return weights;
        }

        private static double cubic(double signed) {
            double x = Math.abs(signed);
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        }

        int count() {
            return start.length;
        }

        int first() {
            return start[0];
        }

        int last() {
            return start[count() - 1] + weights[count() - 1].length;
        }
    }
}
