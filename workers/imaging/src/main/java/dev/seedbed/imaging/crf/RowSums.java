package dev.seedbed.imaging.crf;

/**
 * Sums of rows, where the CRF spends its time. A row is a pixel's or lattice point's values, one per label, padded to whole
 * {@link #LANES}. Both implementations add the same numbers in the same order and give the same bits.
 */
sealed interface RowSums permits ScalarRowSums, VectorRowSums {

    /** Numbers summed at once. */
    int LANES = 8;

    /** Vector instructions where the JVM was given {@code --add-modules jdk.incubator.vector} and has them eight floats wide. */
    RowSums BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorRowSums.isFast()
            ? new VectorRowSums()
            : new ScalarRowSums();

    /** The length of a row that holds so many values. */
    static int length(int values) {
        return (values + LANES - 1) / LANES * LANES;
    }

    /**
     * to[at …] = Σ_e weights[e] × row of rows[index[e]], for e from begin (inclusive) to end (exclusive), in that order.
     *
     * @param length of a row
     */
    void weigh(float[] rows, int length, int[] index, float[] weights, int begin, int end, float[] to, int at);

    /** to[at …] = row at {@code at} + ½ (row at {@code ahead} + row at {@code behind}). */
    void blur(float[] rows, int length, int at, int ahead, int behind, float[] to);
}
