package dev.seedbed.imaging;

/** Bilinear resizing of maps, as PyTorch's {@code interpolate(mode="bilinear")} without antialiasing. */
public final class Bilinear {

    private Bilinear() {}

    /** Pixels are areas: centres are mapped to centres, borders repeated ({@code align_corners=False}). */
    public static FloatMaps resize(FloatMaps maps, int height, int width) {
        return resize(maps, Axis.ofAreas(maps.height(), height), Axis.ofAreas(maps.width(), width));
    }

    /** Pixels are points: corner pixels are mapped to corner pixels ({@code align_corners=True}). */
    public static FloatMaps resizeAligned(FloatMaps maps, int height, int width) {
        return resize(maps, Axis.ofPoints(maps.height(), height), Axis.ofPoints(maps.width(), width));
    }

    private static FloatMaps resize(FloatMaps maps, Axis rows, Axis columns) {
        int height = rows.low.length;
        int width = columns.low.length;
        float[] resized = new float[Math.multiplyExact(maps.channels(), Math.multiplyExact(height, width))];
        for (int c = 0, to = 0; c < maps.channels(); c++) {
            for (int y = 0; y < height; y++, to += width) {
                int upper = c * maps.area() + rows.low[y] * maps.width();
                int lower = c * maps.area() + rows.high[y] * maps.width();
                row(maps.values(), upper, lower, rows.share[y], columns, resized, to);
            }
        }
        return new FloatMaps(maps.channels(), height, width, resized);
    }

    private static void row(float[] from, int upper, int lower, float below, Axis columns, float[] resized, int to) {
        for (int x = 0; x < columns.low.length; x++) {
            int left = columns.low[x];
            int right = columns.high[x];
            float share = columns.share[x];
            float top = (1 - share) * from[upper + left] + share * from[upper + right];
            float bottom = (1 - share) * from[lower + left] + share * from[lower + right];
            resized[to + x] = (1 - below) * top + below * bottom;
        }
    }

    /** For every new index the two old ones that it lies between, and the share of the higher. */
    private record Axis(int[] low, int[] high, float[] share) {

        static Axis ofAreas(int from, int to) {
            float step = (float) from / to;
            return at(from, to, step, 0.5f);
        }

        static Axis ofPoints(int from, int to) {
            float step = to > 1 ? (float) (from - 1) / (to - 1) : 0;
            return at(from, to, step, 0);
        }

        private static Axis at(int from, int to, float step, float centre) {
            if (to < 1) {
                throw new IllegalArgumentException("maps cannot be resized to " + to + " pixels a side");
            }
            Axis axis = new Axis(new int[to], new int[to], new float[to]);
            for (int i = 0; i < to; i++) {
                float position = Math.max((i + centre) * step - centre, 0);
                int low = Math.min((int) position, from - 1);
                axis.low[i] = low;
                axis.high[i] = Math.min(low + 1, from - 1);
                axis.share[i] = position - low;
            }
            return axis;
        }
    }
}
