package dev.seedbed.imaging.crf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Filters with a Gaussian kernel K over pixel features, on the permutohedral lattice (Adams, Baek and Davis, 2010): every pixel's
 * values are splatted to the d+1 corners of its simplex, blurred ½–1–½ along each of d+1 axes, and sliced back. The kernel is
 * normalised symmetrically, N^-½ K N^-½ with N the row sums, and scaled; both are folded into the pixels' weights at the corners.
 *
 * <p>Values of a pixel or lattice point are a row of numbers. Whoever shares the work out among threads, every number is summed in the
 * same order: a point's over its pixels in ascending order, a pixel's over its corners.
 */
final class PermutohedralLattice {

    private static final double TINY = 1e-20;

    private final int pixels;
    private final int corners;
    private final int vertices;

    /** Per pixel, its corners' vertices and its weight at each. */
    private final int[] vertexOf;
    private final float[] weightAt;

    /** Per vertex, from first[v] to first[v+1], its pixels in ascending order and their weights. */
    private final int[] first;
    private final int[] pixelOf;
    private final float[] weightOf;

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
        int bands = team.threads();
        int band = (pixels + bands - 1) / bands;
        VertexTable[] tables = new VertexTable[bands];
        team.share(bands, (from, to) -> {
            for (int b = from; b < to; b++) {
                tables[b] = locate(features, Math.min(b * band, pixels), Math.min((b + 1) * band, pixels));
            }
        });
        VertexTable table = merge(tables, band, team);
        vertices = table.size();
        first = new int[vertices + 1];
        pixelOf = new int[vertexOf.length];
        weightOf = new float[vertexOf.length];
        ahead = new int[corners][];
        behind = new int[corners][];
        collectPixels();
        Simplex simplex = new Simplex(features.extent());
        team.share(corners, (from, to) -> {
            for (int axis = from; axis < to; axis++) {
                link(table, axis, simplex.step(axis));
            }
        });
        normalise(weight, team);
    }

    /** How many lattice points there are. */
    int vertices() {
        return vertices;
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

    /** Renumbers the bands' vertices as those of one table. */
    private VertexTable merge(VertexTable[] tables, int band, Team team) {
        VertexTable table = tables[0];
        List<int[]> numbers = new ArrayList<>();
        for (VertexTable other : tables) {
            int[] number = new int[other == table ? 0 : other.size()];
            for (int v = 0; v < number.length; v++) {
                number[v] = table.add(other.key(v));
            }
            numbers.add(number);
        }
        int end = band * corners;
        team.share(Math.max(0, vertexOf.length - end), (from, to) -> {
            for (int i = from + end; i < to + end; i++) {
                vertexOf[i] = numbers.get(i / end)[vertexOf[i]];
            }
        });
        return table;
    }

    private void collectPixels() {
        for (int vertex : vertexOf) {
            first[vertex + 1]++;
        }
        for (int v = 0; v < vertices; v++) {
            first[v + 1] += first[v];
        }
        int[] next = first.clone();
        for (int pixel = 0, i = 0; pixel < pixels; pixel++) {
            for (int k = 0; k < corners; k++, i++) {
                int entry = next[vertexOf[i]]++;
                pixelOf[entry] = pixel;
                weightOf[entry] = weightAt[i];
            }
        }
    }

    private void link(VertexTable table, int axis, long step) {
        int[] forth = new int[vertices];
        int[] back = new int[vertices];
        Arrays.fill(back, vertices);
        for (int v = 0; v < vertices; v++) {
            forth[v] = table.find(table.key(v) + step, vertices);
            if (forth[v] < vertices) {
                back[forth[v]] = v;
            }
        }
        ahead[axis] = forth;
        behind[axis] = back;
    }

    /** Scales weights so that splatting, blurring and slicing is weight × N^-½ K N^-½. */
    private void normalise(double weight, Team team) {
        float[] ones = new float[vertices + 1];
        team.share(vertices, (from, to) -> {
            for (int v = from; v < to; v++) {
                for (int e = first[v]; e < first[v + 1]; e++) {
                    ones[v] += weightOf[e];
                }
            }
        });
        float[] blurred = ones;
        for (int axis = 0; axis < corners; axis++) {
            blurred = blurNumbers(blurred, ahead[axis], behind[axis], team);
        }
        float[] sums = blurred;
        double gain = 1 / (1 + Math.pow(2, 1 - corners));
        float[] scale = new float[pixels];
        team.share(pixels, (from, to) -> {
            for (int pixel = from; pixel < to; pixel++) {
                float sum = 0;
                for (int i = pixel * corners; i < (pixel + 1) * corners; i++) {
                    sum += weightAt[i] * sums[vertexOf[i]];
                }
                scale[pixel] = (float) Math.sqrt(weight * gain / (gain * sum + TINY));
                for (int i = pixel * corners; i < (pixel + 1) * corners; i++) {
                    weightAt[i] *= scale[pixel];
                }
            }
        });
        team.share(weightOf.length, (from, to) -> {
            for (int e = from; e < to; e++) {
                weightOf[e] *= scale[pixelOf[e]];
            }
        });
    }

    private float[] blurNumbers(float[] now, int[] forth, int[] back, Team team) {
        float[] next = new float[vertices + 1];
        team.share(vertices, (from, to) -> {
            for (int v = from; v < to; v++) {
                next[v] = now[v] + 0.5f * (now[forth[v]] + now[back[v]]);
            }
        });
        return next;
    }

    /** Sums the pixels' rows into the lattice points' rows; the row behind the last point's stays 0. */
    void splat(float[] rows, float[] points, int length, Team team) {
        team.share(vertices, (from, to) -> {
            for (int v = from; v < to; v++) {
                RowSums.BEST.weigh(rows, length, pixelOf, weightOf, first[v], first[v + 1], points, v * length);
            }
        });
    }

    /** Blurs along every axis; returns whichever of the two arrays holds the result. */
    float[] blur(float[] points, float[] spare, int length, Team team) {
        float[] now = points;
        float[] next = spare;
        for (int axis = 0; axis < corners; axis++) {
            blur(now, next, length, ahead[axis], behind[axis], team);
            float[] swap = now;
            now = next;
            next = swap;
        }
        return now;
    }

    private void blur(float[] now, float[] next, int length, int[] forth, int[] back, Team team) {
        team.share(vertices, (from, to) -> {
            for (int v = from; v < to; v++) {
                RowSums.BEST.blur(now, length, v * length, forth[v] * length, back[v] * length, next);
            }
        });
    }

    /** Writes the rows of pixels from (inclusive) to (exclusive), the first one at the start of the array. */
    void slice(float[] points, int length, int from, int to, float[] rows) {
        for (int pixel = from; pixel < to; pixel++) {
            int corner = pixel * corners;
            RowSums.BEST.weigh(points, length, vertexOf, weightAt, corner, corner + corners, rows, (pixel - from) * length);
        }
    }
}
