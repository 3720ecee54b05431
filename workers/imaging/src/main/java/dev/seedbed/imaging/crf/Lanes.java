package dev.seedbed.imaging.crf;

/**
 * The lattice filter's inner loops, where the CRF spends its time, on rows of {@link #WIDTH} labels: a row for every pixel or lattice
 * point. Both implementations add the same numbers in the same order and give the same bits.
 *
 * <p>A pixel has so many corners; corner k of pixel i is the lattice point {@code vertexOf[i × corners + k]}, with the weight
 * {@code weightAt[i × corners + k]}.
 */
sealed interface Lanes permits ScalarLanes, VectorLanes {

    /** Labels in a row. */
    int WIDTH = 8;

    /** Vector instructions where the JVM was given {@code --add-modules jdk.incubator.vector} and has them eight floats wide. */
    Lanes BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorLanes.isFast()
            ? new VectorLanes()
            : new ScalarLanes();

    /**
     * Adds weight × the pixel's row to the rows of its corners, alternating between the first and the second half of the pixels:
     * neighbours share corners, and each would have to wait for the sum that the one before it has just written.
     */
    void splat(float[] pixels, int corners, int[] vertexOf, float[] weightAt, float[] points);

    /** Every point's row becomes its own + ½ (the one ahead + the one behind). */
    void blur(float[] points, int[] ahead, int[] behind, float[] blurred);

    /** Adds Σ weight × the corner's row to the rows of pixels from (inclusive) to (exclusive), the first at the array's start. */
    void slice(float[] points, int corners, int[] vertexOf, float[] weightAt, int from, int to, float[] pixels);
}
