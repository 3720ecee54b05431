package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** Class activation maps as SIPE compares them: of classes and background, in [0, 1]. */
public final class ClassMaps {

    private static final int CLASSES = 1;
    private static final double EPSILON = 1e-5;

    private ClassMaps() {}

    /** Every map over its own maximum + 1e-5; a map of zeros stays one. [N,C,h,w], at least 0. */
    public static NDArray overPeak(NDArray maps) {
        NDArray peaks = maps.flatten(2, 3).max(new int[] {2}, true).expandDims(3);
        return maps.div(peaks.add((float) EPSILON));
    }

    /**
     * M_k = relu(cam_k) over its maximum, and M_0 = factor · (1 − max_k M_k) over all classes, those that the image does not show included.
     *
     * @param cams [N,C,h,w]
     * @param backgroundFactor 1 to leave background's map as it is
     * @return [N,1+C,h,w] in [0, 1]
     */
    public static NDArray withBackground(NDArray cams, double backgroundFactor) {
        NDArray maps = overPeak(cams.getNDArrayInternal().relu());
        NDArray background = maps.max(new int[] {CLASSES}, true).neg().add(1).mul((float) backgroundFactor);
        return NDArrays.concat(new NDList(background, maps), CLASSES);
    }
}
