package dev.seedbed.imaging.crf;

import java.util.Arrays;

/**
 * Filters with a Gaussian kernel K over pixel features, on the permutohedral lattice (Adams, Baek and Davis, 2010): every pixel's
 * values are splatted to the d+1 corners of its simplex, blurred ½–1–½ along each of d+1 axes, and sliced back. The kernel is
 * normalised symmetrically, N^-½ K N^-½ with N the row sums, and scaled; both are folded into the pixels' weights at the corners.
 *
 * <p>Values are rows of {@link Lanes#WIDTH} labels. Rows of other labels are filtered apart, so threads share out the labels, and every
 * number is summed in the same order whoever does it.
 */
final class PermutohedralLattice {

    private static final double TINY = 1e-20;

    private final int pixels;
    private final int corners;
    private final int vertices;

    /** Per pixel, its corners' vertices and its weight at each. */
    private final int[] vertexOf;
    private final float[] weightAt;

    /** Per axis and vertex, the next vertex either way; the number of vertices where there is none. */
    private final int[][] ahead;
    private final int[][] behind;

    /**
     * The lattice under a picture's pixels.
     *
     * @param weight of the kernel, at least 0
     */
    PermutohedralLattice(PixelFeatures features, double weight, Team team) {
        pixels = features.pixels();
        corners = features.dimensions() + 1;
        vertexOf = new int[pixels * corners];
        weightAt = new float[pixels * corners];
        VertexTable table = locate(features, team);
        vertices = table.size();
        ahead = new int[corners][vertices];
        behind = new int[corners][vertices];
        Simplex simplex = new Simplex(features.extent());
        team.share(corners, (from, to) -> {
            for (int axis = from; axis < to; axis++) {
                link(table, simplex.step(axis), ahead[axis], behind[axis]);
            }
        });
        normalise(weight, team);
    }

    /** How many lattice points there are. */
    int vertices() {
        return vertices;
    }

    /** Finds every pixel's corners: each thread numbers those of a band of pixels, and the bands' numbers are then made one. */
    private VertexTable locate(PixelFeatures features, Team team) {
        int bands = team.threads();
        int band = (pixels + bands - 1) / bands;
        VertexTable[] tables = new VertexTable[bands];
        team.share(bands, (from, to) -> {
            for (int b = from; b < to; b++) {
                tables[b] = locate(features, Math.min(b * band, pixels), Math.min((b + 1) * band, pixels));
            }
        });
        int[][] numbers = new int[bands][];
        for (int b = 1; b < bands; b++) {
            numbers[b] = new int[tables[b].size()];
            for (int v = 0; v < numbers[b].length; v++) {
                numbers[b][v] = tables[0].add(tables[b].key(v));
            }
        }
        int renumbered = Math.min(band, pixels) * corners;
        team.share(vertexOf.length - renumbered, (from, to) -> {
            for (int i = from + renumbered; i < to + renumbered; i++) {
                vertexOf[i] = numbers[i / renumbered][vertexOf[i]];
            }
        });
        return tables[0];
    }

    private VertexTable locate(PixelFeatures features, int from, int to) {
        VertexTable table = new VertexTable(pixels / 16);
        Simplex simplex = new Simplex(features.extent());
        float[] point = new float[features.dimensions()];
        long[] last = new long[corners];
        for (int pixel = from; pixel < to; pixel++) {
            features.at(pixel, point);
            simplex.locate(point);
            for (int k = 0, i = pixel * corners; k < corners; k++, i++) {
                boolean same = pixel > from && simplex.corners[k] == last[k];
                vertexOf[i] = same ? vertexOf[i - corners] : table.add(simplex.corners[k]);
                weightAt[i] = simplex.barycentric[k];
                last[k] = simplex.corners[k];
            }
        }
        return table;
    }

    private void link(VertexTable table, long step, int[] forth, int[] back) {
        Arrays.fill(back, vertices);
        for (int v = 0; v < vertices; v++) {
            forth[v] = table.find(table.key(v) + step, vertices);
            if (forth[v] < vertices) {
                back[forth[v]] = v;
            }
        }
    }

    /** Scales weights so that splatting, blurring and slicing is weight × N^-½ K N^-½. */
    private void normalise(double weight, Team team) {
        float[] sums = sumsOfWeights();
        double gain = 1 / (1 + Math.pow(2, 1 - corners));
        team.share(pixels, (from, to) -> {
            for (int pixel = from; pixel < to; pixel++) {
                float sum = 0;
                for (int i = pixel * corners; i < (pixel + 1) * corners; i++) {
                    sum += weightAt[i] * sums[vertexOf[i]];
                }
                float scale = (float) Math.sqrt(weight * gain / (gain * sum + TINY));
                for (int i = pixel * corners; i < (pixel + 1) * corners; i++) {
                    weightAt[i] *= scale;
                }
            }
        });
    }

    /** What filtering ones leaves at the vertices. */
    private float[] sumsOfWeights() {
        float[] now = new float[vertices + 1];
        for (int i = 0; i < vertexOf.length; i++) {
            now[vertexOf[i]] += weightAt[i];
        }
        float[] next = new float[vertices + 1];
        for (int axis = 0; axis < corners; axis++) {
            for (int v = 0; v < vertices; v++) {
                next[v] = now[v] + 0.5f * (now[ahead[axis][v]] + now[behind[axis][v]]);
            }
            float[] swap = now;
            now = next;
            next = swap;
        }
        return now;
    }

    /** Rows for all vertices and, behind them, one of zeros. */
    float[] rows() {
        return new float[Math.multiplyExact(vertices + 1, Lanes.WIDTH)];
    }

    /** Sums the pixels' rows into the vertices' rows, which are overwritten. */
    void splat(float[] pixels, float[] points) {
        Arrays.fill(points, 0);
        Lanes.BEST.splat(pixels, corners, vertexOf, weightAt, points);
    }

    /** Blurs the vertices' rows along every axis; returns whichever of the two arrays holds the result. */
    float[] blur(float[] points, float[] spare) {
        float[] now = points;
        float[] next = spare;
        for (int axis = 0; axis < corners; axis++) {
            Lanes.BEST.blur(now, ahead[axis], behind[axis], next);
            float[] swap = now;
            now = next;
            next = swap;
        }
        return now;
    }

    /** Adds blurred vertices to the rows of pixels from (inclusive) to (exclusive), the first one at the array's start. */
    void slice(float[] points, int from, int to, float[] rows) {
        Lanes.BEST.slice(points, corners, vertexOf, weightAt, from, to, rows);
    }
}
