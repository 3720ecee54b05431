package dev.seedbed.imaging.crf;

import java.util.Arrays;

/**
 * The simplex of the permutohedral lattice that a point lies in: its d+1 corners and the point's barycentric coordinates (Adams, Baek
 * and Davis, 2010, sections 3.1 and 3.2). Holds one point at a time; not safe for several threads.
 *
 * <p>A corner is known by its first d coordinates (all d+1 sum to 0), packed into one long: Σ coordinate_i × place_i. Packing is linear,
 * so going to a neighbour is adding a constant.
 */
final class Simplex {

    private final int dimensions;
    private final float[] scale;
    private final long[] places;
    private final long allPlaces;
    private final float[] elevated;
    private final int[] origin;
    private final int[] rank;
    private final int[] axisOfRank;
    private final float[] shares;

    /** The packed coordinates of the d+1 corners. */
    final long[] corners;

    /** The point's barycentric coordinates: d+1 numbers from 0 to 1 that sum to 1, and one more that is scratch. */
    final float[] barycentric;

    /**
     * @param extent the largest value of each feature; the least is 0
     * @throws IllegalArgumentException if coordinates of such points do not fit into 63 bits
     */
    Simplex(float[] extent) {
        dimensions = extent.length;
        scale = scale(dimensions);
        places = places(extent, scale);
        allPlaces = Arrays.stream(places).sum();
        elevated = new float[dimensions + 1];
        origin = new int[dimensions + 1];
        rank = new int[dimensions + 1];
        axisOfRank = new int[dimensions + 1];
        shares = new float[dimensions + 1];
        corners = new long[dimensions + 1];
        barycentric = new float[dimensions + 2];
    }

    /** What features are multiplied by so that the lattice's own blur has unit deviation: the diagonal of E, times √(2/3)·(d+1). */
    private static float[] scale(int dimensions) {
        float deviation = (float) (Math.sqrt(2.0 / 3.0) * (dimensions + 1));
        float[] scale = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            scale[i] = (float) (1.0 / Math.sqrt((i + 2.0) * (i + 1.0)) * deviation);
        }
        return scale;
    }

    private static long[] places(float[] extent, float[] scale) {
        int dimensions = extent.length;
        long[] places = new long[dimensions + 1];
        double place = 1;
        double above = 0;
        for (int i = 0; i < dimensions; i++) {
            above += (double) extent[i] * scale[i];
        }
        for (int i = 0; i < dimensions; i++) {
            places[i] = (long) place;
            double below = i == 0 ? 0 : i * (double) extent[i - 1] * scale[i - 1];
            above -= i == 0 ? 0 : (double) extent[i - 1] * scale[i - 1];
            place *= Math.ceil(above + below) + 8 * (dimensions + 1);
        }
        if (place > 0x1p62) {
            throw new IllegalArgumentException("the kernel's standard deviations are too small for the picture: its features go up to "
                    + Arrays.toString(extent) + " deviations");
        }
        return places;
    }

    /** What to add to a corner's packed coordinates to step along an axis, one of d+1. */
    long step(int axis) {
        return allPlaces - (dimensions + 1) * places[axis];
    }

    /** Finds the simplex of a point. */
    void locate(float[] features) {
        elevate(features);
        int excess = roundToOrigin();
        rankResiduals();
        returnToPlane(excess);
        weigh();
        nameCorners();
    }

    /** y = E x, into the plane whose d+1 coordinates sum to 0. */
    private void elevate(float[] features) {
        float sum = 0;
        for (int i = dimensions; i > 0; i--) {
            float scaled = features[i - 1] * scale[i - 1];
            elevated[i] = sum - i * scaled;
            sum += scaled;
        }
        elevated[0] = sum;
    }

    /** Rounds every coordinate to a multiple of d+1; returns how far the multiples are off the plane. */
    private int roundToOrigin() {
        float down = 1f / (dimensions + 1);
        int excess = 0;
        for (int i = 0; i <= dimensions; i++) {
            int multiple = (int) Math.rint(down * elevated[i]);
            origin[i] = multiple * (dimensions + 1);
            excess += multiple;
        }
        return excess;
    }

    private void rankResiduals() {
        for (int i = 0; i <= dimensions; i++) {
            shares[i] = elevated[i] - origin[i];
            rank[i] = 0;
        }
        for (int i = 0; i < dimensions; i++) {
            for (int j = i + 1; j <= dimensions; j++) {
                int lower = shares[i] < shares[j] ? 1 : 0;
                rank[i] += lower;
                rank[j] += 1 - lower;
            }
        }
    }

    private void returnToPlane(int excess) {
        int turn = dimensions + 1;
        for (int i = 0; i <= dimensions; i++) {
            rank[i] += excess;
            if (rank[i] < 0) {
                rank[i] += turn;
                origin[i] += turn;
            } else if (rank[i] > dimensions) {
                rank[i] -= turn;
                origin[i] -= turn;
            }
            axisOfRank[rank[i]] = i;
        }
    }

    private void weigh() {
        float down = 1f / (dimensions + 1);
        Arrays.fill(barycentric, 0);
        for (int i = 0; i <= dimensions; i++) {
            float share = (elevated[i] - origin[i]) * down;
            barycentric[dimensions - rank[i]] += share;
            barycentric[dimensions - rank[i] + 1] -= share;
        }
        barycentric[0] += 1 + barycentric[dimensions + 1];
    }

    private void nameCorners() {
        long corner = 0;
        for (int i = 0; i < dimensions; i++) {
            corner += origin[i] * places[i];
        }
        corners[0] = corner;
        for (int k = 1; k <= dimensions; k++) {
            corner += step(axisOfRank[dimensions + 1 - k]);
            corners[k] = corner;
        }
    }
}
