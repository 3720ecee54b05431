package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.engine.DeviceArrays;

/** Linear interpolation along a side, as a matrix with a row for each point and a column for each place of a grid. */
public final class Interpolation {

    private Interpolation() {}

    /** Puts the weights of the places around a point in [0, side − 1] into a row of zeros. */
    public static void put(float[] matrix, int row, int side, double point) {
        int below = Math.clamp((int) point, 0, side - 1);
        int above = Math.min(below + 1, side - 1);
        matrix[row * side + below] += (float) (1 - (point - below));
        matrix[row * side + above] += (float) (point - below);
    }

    /** All pixels of a side, the outermost on the outermost places (aligned corners): [pixels, side]. */
    public static NDArray aligned(NDManager manager, int pixels, int side) {
        float[] matrix = new float[pixels * side];
        for (int pixel = 0; pixel < pixels; pixel++) {
            put(matrix, pixel, side, pixels == 1 ? 0 : (double) pixel * (side - 1) / (pixels - 1));
        }
        return DeviceArrays.copy(manager, new Shape(pixels, side), matrix);
    }
}
