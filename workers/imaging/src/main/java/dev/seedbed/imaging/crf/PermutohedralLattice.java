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

    /** Rows of many values are a multiple of this long, and summed so many at a time, in registers. */
    static final int LANES = 8;

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
        float[] blurred = blur(ones, new float[vertices + 1], 1, team);
        double gain = 1 / (1 + Math.pow(2, 1 - corners));
        float[] scale = new float[pixels];
        team.share(pixels, (from, to) -> {
            for (int pixel = from; pixel < to; pixel++) {
                float sum = 0;
                for (int i = pixel * corners; i < (pixel + 1) * corners; i++) {
                    sum += weightAt[i] * blurred[vertexOf[i]];
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

    /** Sums the pixels' rows into the lattice points' rows; the row behind the last point's stays 0. */
    void splat(float[] rows, float[] points, int length, Team team) {
        team.share(vertices, (from, to) -> {
            for (int v = from; v < to; v++) {
                for (int lane = 0; lane < length; lane += LANES) {
                    splat(rows, points, length, v, lane);
                }
            }
        });
    }

    private void splat(float[] rows, float[] points, int length, int v, int lane) {
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        for (int entry = first[v], end = first[v + 1]; entry < end; entry++) {
            int i = pixelOf[entry] * length + lane;
            float w = weightOf[entry];
            a += w * rows[i];
            b += w * rows[i + 1];
            c += w * rows[i + 2];
            d += w * rows[i + 3];
            e += w * rows[i + 4];
            f += w * rows[i + 5];
            g += w * rows[i + 6];
            h += w * rows[i + 7];
        }
        int to = v * length + lane;
        points[to] = a;
        points[to + 1] = b;
        points[to + 2] = c;
        points[to + 3] = d;
        points[to + 4] = e;
        points[to + 5] = f;
        points[to + 6] = g;
        points[to + 7] = h;
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
                blurRow(now, next, length, v * length, forth[v] * length, back[v] * length);
            }
        });
    }

    private static void blurRow(float[] now, float[] next, int length, int at, int forth, int back) {
        for (int i = 0; i < length; i++) {
            next[at + i] = now[at + i] + 0.5f * (now[forth + i] + now[back + i]);
        }
    }

    /**
     * Adds lattice points' values to pixels from (inclusive) to (exclusive).
     *
     * @param columns values transposed: [length, width], pixel {@code from} first
     */
    void slice(float[] points, int length, int from, int to, float[] columns, int width) {
        for (int pixel = from; pixel < to; pixel++) {
            for (int lane = 0; lane < length; lane += LANES) {
                slice(points, length, pixel, lane, columns, lane * width + pixel - from, width);
            }
        }
    }

    private void slice(float[] points, int length, int pixel, int lane, float[] columns, int to, int width) {
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        for (int corner = pixel * corners, end = corner + corners; corner < end; corner++) {
            int i = vertexOf[corner] * length + lane;
            float w = weightAt[corner];
            a += w * points[i];
            b += w * points[i + 1];
            c += w * points[i + 2];
            d += w * points[i + 3];
            e += w * points[i + 4];
            f += w * points[i + 5];
            g += w * points[i + 6];
            h += w * points[i + 7];
        }
        columns[to] += a;
        columns[to + width] += b;
        columns[to + 2 * width] += c;
        columns[to + 3 * width] += d;
        columns[to + 4 * width] += e;
        columns[to + 5 * width] += f;
        columns[to + 6 * width] += g;
        columns[to + 7 * width] += h;
    }
}
