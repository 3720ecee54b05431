package dev.seedbed.imaging;

import java.util.function.DoubleUnaryOperator;

/**
 * Pictures brought to another size, whatever the ratio of its sides. Colours are filtered as Pillow does it: a kernel that widens as
 * the picture shrinks, rows first, then columns, weights as 22-bit fractions, rounded to 8 bits in between; so the
 * result is the same on every machine. Labels take the pixel at the target pixel's centre.
 */
public final class Resample {

    private static final int FRACTION_BITS = 22;

    private Resample() {}

    /** Keys' cubic with a = −1/2. */
    public static Raster bicubic(Raster raster, int width, int height) {
        return filter(raster, width, height, 2, Resample::cubic);
    }

    public static Raster bilinear(Raster raster, int width, int height) {
        return filter(raster, width, height, 1, Resample::triangle);
    }

    /** Labels by the nearest pixel: no label arises that was not there. */
    public static Mask nearest(Mask mask, int width, int height) {
        return new Mask(width, height, nearest(mask.labels(), mask.width(), mask.height(), width, height));
    }

    /** Grey levels, bilinear. */
    public static GreyMap bilinear(GreyMap map, int width, int height) {
        byte[] levels = filter(map.levels(), map.width(), map.height(), 1, width, height, 1, Resample::triangle);
        return new GreyMap(width, height, levels);
    }

    private static Raster filter(Raster raster, int width, int height, double support, DoubleUnaryOperator kernel) {
        byte[] rgb = filter(raster.rgb(), raster.width(), raster.height(), 3, width, height, support, kernel);
        return new Raster(width, height, rgb);
    }

    private static byte[] filter(
            byte[] from, int fromWidth, int fromHeight, int channels, int width, int height, double support, DoubleUnaryOperator kernel) {
        byte[] rows = width == fromWidth
                ? from
                : along(from, fromHeight, fromWidth * channels, channels, channels, new Weights(fromWidth, width, support, kernel));
        return height == fromHeight
                ? rows
                : along(rows, 1, 0, width * channels, width * channels, new Weights(fromHeight, height, support, kernel));
    }

    /** Filters along one axis: {@code line} values lie between two lines, {@code stride} between two positions, {@code values} in one. */
    private static byte[] along(byte[] from, int lines, int line, int stride, int values, Weights weights) {
        int targets = weights.first.length;
        byte[] to = new byte[lines * targets * values];
        for (int l = 0; l < lines; l++) {
            for (int t = 0; t < targets; t++) {
                int start = l * line + weights.first[t] * stride;
                int[] weight = weights.fractions[t];
                int target = (l * targets + t) * values;
                for (int v = 0; v < values; v++) {
                    int sum = 1 << (FRACTION_BITS - 1);
                    for (int k = 0, source = start + v; k < weight.length; k++, source += stride) {
                        sum += (from[source] & 0xFF) * weight[k];
                    }
                    to[target + v] = (byte) Math.clamp(sum >> FRACTION_BITS, 0, 255);
                }
            }
        }
        return to;
    }

    /** Which source positions a target position mixes, and how. */
    private static final class Weights {
        private final int[] first;
        private final int[][] fractions;

        Weights(int from, int to, double support, DoubleUnaryOperator kernel) {
            first = new int[to];
            fractions = new int[to][];
            double scale = (double) from / to;
            double width = Math.max(scale, 1);
            for (int t = 0; t < to; t++) {
                double centre = (t + 0.5) * scale;
                int low = Math.max((int) (centre - support * width + 0.5), 0);
                int high = Math.min((int) (centre + support * width + 0.5), from);
                double[] weight = new double[high - low];
                double sum = 0;
                for (int k = 0; k < weight.length; k++) {
                    weight[k] = kernel.applyAsDouble((low + k - centre + 0.5) / width);
                    sum += weight[k];
                }
                first[t] = low;
                fractions[t] = new int[weight.length];
                for (int k = 0; k < weight.length; k++) {
                    double fraction = weight[k] / sum * (1 << FRACTION_BITS);
                    fractions[t][k] = (int) (fraction < 0 ? fraction - 0.5 : fraction + 0.5);
                }
            }
        }
    }

    private static byte[] nearest(byte[] from, int fromWidth, int fromHeight, int width, int height) {
        int[] columns = centres(fromWidth, width);
        int[] rows = centres(fromHeight, height);
        byte[] to = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                to[y * width + x] = from[rows[y] * fromWidth + columns[x]];
            }
        }
        return to;
    }

    /** Source position under each target pixel's centre; steps are added up, as Pillow does it, for its very roundings. */
    private static int[] centres(int from, int to) {
        double step = (double) from / to;
        double at = step * 0.5;
        int[] centres = new int[to];
        for (int t = 0; t < to; t++) {
            centres[t] = Math.min((int) at, from - 1);
            at += step;
        }
        return centres;
    }

    private static double cubic(double x) {
        double t = Math.abs(x);
        if (t < 1) {
            return (1.5 * t - 2.5) * t * t + 1;
        }
        return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
    }

    private static double triangle(double x) {
        return Math.max(1 - Math.abs(x), 0);
    }
}
