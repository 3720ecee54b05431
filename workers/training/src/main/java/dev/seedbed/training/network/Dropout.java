package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import java.util.Iterator;
import java.util.List;

/**
 * Where a network drops features. Masks are drawn elsewhere, so that they depend on the seed and the step alone and are the same on
 * every device; each call takes the next.
 */
public interface Dropout {

    /** Drops nothing: what a trained network does. */
    Dropout NONE = features -> features;

    /** The features times the next mask. */
    NDArray apply(NDArray features);

    /** Masks for one pass, in the order in which the network asks; each 0 or 1/(1 − rate). */
    static Dropout of(List<NDArray> masks) {
        Iterator<NDArray> next = masks.iterator();
        return features -> features.mul(next.next());
    }
}
