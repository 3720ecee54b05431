package dev.seedbed.imaging.crf;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops in vector instructions. Products are not fused with sums, so that the bits are those of {@link ScalarLanes}. */
final class VectorLanes implements Lanes {

    private static final VectorSpecies<Float> ROW = FloatVector.SPECIES_256;

    /** Whether this machine has vectors as wide as a row; narrower ones would be emulated, slowly. */
    static boolean isFast() {
        return FloatVector.SPECIES_PREFERRED.length() >= WIDTH;
    }

    @Override
    public void splat(float[] pixels, int corners, int[] vertexOf, float[] weightAt, float[] points) {
        int count = pixels.length / WIDTH;
        for (int first = 0, second = count / 2; second < count; first++, second++) {
            if (first < count / 2) {
                splat(pixels, first, corners, vertexOf, weightAt, points);
            }
            splat(pixels, second, corners, vertexOf, weightAt, points);
        }
    }

    private static void splat(float[] pixels, int pixel, int corners, int[] vertexOf, float[] weightAt, float[] points) {
        FloatVector row = FloatVector.fromArray(ROW, pixels, pixel * WIDTH);
        for (int corner = pixel * corners, end = corner + corners; corner < end; corner++) {
            int to = vertexOf[corner] * WIDTH;
            FloatVector.fromArray(ROW, points, to).add(row.mul(weightAt[corner])).intoArray(points, to);
        }
    }

    @Override
    public void blur(float[] points, int[] ahead, int[] behind, float[] blurred) {
        for (int v = 0; v < ahead.length; v++) {
            FloatVector forth = FloatVector.fromArray(ROW, points, ahead[v] * WIDTH);
            FloatVector back = FloatVector.fromArray(ROW, points, behind[v] * WIDTH);
            FloatVector.fromArray(ROW, points, v * WIDTH).add(forth.add(back).mul(0.5f)).intoArray(blurred, v * WIDTH);
        }
    }

    @Override
    public void slice(float[] points, int corners, int[] vertexOf, float[] weightAt, int from, int to, float[] pixels) {
        for (int pixel = from; pixel < to; pixel++) {
            FloatVector sum = FloatVector.fromArray(ROW, pixels, (pixel - from) * WIDTH);
            for (int corner = pixel * corners, end = corner + corners; corner < end; corner++) {
                sum = sum.add(FloatVector.fromArray(ROW, points, vertexOf[corner] * WIDTH).mul(weightAt[corner]));
            }
            sum.intoArray(pixels, (pixel - from) * WIDTH);
        }
    }
}
