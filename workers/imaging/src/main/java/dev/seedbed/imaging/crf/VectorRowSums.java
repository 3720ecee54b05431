package dev.seedbed.imaging.crf;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Row sums in vector instructions. Products are not fused with sums, so that the bits are those of {@link ScalarRowSums}. */
final class VectorRowSums implements RowSums {

    private static final VectorSpecies<Float> LANE = FloatVector.SPECIES_256;

    /** Whether this machine has vectors as wide as a lane; narrower ones would be emulated, slowly. */
    static boolean isFast() {
        return FloatVector.SPECIES_PREFERRED.length() >= LANES;
    }

    @Override
    public void weigh(float[] rows, int length, int[] index, float[] weights, int begin, int end, float[] to, int at) {
        int lane = 0;
        for (; lane + 3 * LANES <= length; lane += 3 * LANES) {
            weighThree(rows, length, lane, index, weights, begin, end, to, at + lane);
        }
        for (; lane < length; lane += LANES) {
            weighOne(rows, length, lane, index, weights, begin, end, to, at + lane);
        }
    }

    private static void weighThree(
            float[] rows, int length, int lane, int[] index, float[] weights, int begin, int end, float[] to, int at) {
        FloatVector a = FloatVector.zero(LANE);
        FloatVector b = a;
        FloatVector c = a;
        for (int e = begin; e < end; e++) {
            int i = index[e] * length + lane;
            float w = weights[e];
            a = a.add(FloatVector.fromArray(LANE, rows, i).mul(w));
            b = b.add(FloatVector.fromArray(LANE, rows, i + LANES).mul(w));
            c = c.add(FloatVector.fromArray(LANE, rows, i + 2 * LANES).mul(w));
        }
        a.intoArray(to, at);
        b.intoArray(to, at + LANES);
        c.intoArray(to, at + 2 * LANES);
    }

    private static void weighOne(
            float[] rows, int length, int lane, int[] index, float[] weights, int begin, int end, float[] to, int at) {
        FloatVector sum = FloatVector.zero(LANE);
        for (int e = begin; e < end; e++) {
            sum = sum.add(FloatVector.fromArray(LANE, rows, index[e] * length + lane).mul(weights[e]));
        }
        sum.intoArray(to, at);
    }

    @Override
    public void blur(float[] rows, int length, int at, int ahead, int behind, float[] to) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector sides = FloatVector.fromArray(LANE, rows, ahead + i).add(FloatVector.fromArray(LANE, rows, behind + i));
            FloatVector.fromArray(LANE, rows, at + i).add(sides.mul(0.5f)).intoArray(to, at + i);
        }
    }
}
