package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;

/** Vectors along an axis. */
final class Vectors {

    private static final double EPSILON = 1e-12;

    private Vectors() {}

    /** At length 1; a vector of zeros stays one and passes a finite gradient. */
    static NDArray unit(NDArray vectors, int axis) {
        return vectors.normalize(2, axis, EPSILON);
    }
}
