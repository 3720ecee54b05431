package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
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

    /**
     * For one pass over some images of the batch: what a pass over the whole batch drops of them.
     *
     * @param manager that takes the masks
     * @param from the first image
     * @param to the first image behind them
     */
    default Dropout of(NDManager manager, int from, int to) {
        return this;
    }

    /** Masks for one pass, in the order in which the network asks; each 0 or 1/(1 − rate). */
    static Dropout of(List<NDArray> masks) {
        Iterator<NDArray> next = masks.iterator();
        return new Dropout() {
            @Override
            public NDArray apply(NDArray features) {
                return features.mul(next.next());
            }

            @Override
            public Dropout of(NDManager manager, int from, int to) {
                return Dropout.of(masks.stream().map(mask -> attached(manager, mask.get(new NDIndex("{}:{}", from, to)))).toList());
            }
        };
    }

    private static NDArray attached(NDManager manager, NDArray array) {
        array.attach(manager);
        return array;
    }
}
