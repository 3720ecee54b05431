package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.network.Cosine;

/**
 * Structure maps (SIPE, Chen et al., CVPR 2022, section 3.1): S(i,·) = relu(cos(f(i), f(·))), how much every other place looks like place
 * i. They are computed for some places at a time, so that memory is bounded whatever the grid.
 */
final class Structure {

    /** Entries of structure maps that are held at a time: 16 MB each for a block of places, and some as large for what is made of them. */
    private static final long MOST_ENTRIES = 1 << 22;

    private static final int PLACES = 2;
    private static final double EPSILON = 1e-5;

    private Structure() {}

    /** Soft IoUs of every place's structure map with every class's map, a constant; as {@link #overlaps(NDArray, NDArray, long)}. */
    static NDArray overlaps(NDArray features, NDArray maps) {
        Shape shape = maps.getShape();
        return overlaps(features, maps, Math.max(1, MOST_ENTRIES / (shape.get(0) * shape.get(2) * shape.get(3))));
    }

    /**
     * C_k(i) = ΣS·M / (ΣS + ΣM − ΣS·M + 1e-5) for S = S(i,·) and M = M_k; a constant.
     *
     * @param features f [N,K,h,w]; their lengths do not matter, one of length 0 looks like nothing
     * @param maps M [N,1+C,h,w] in [0, 1]
     * @param block how many places at a time, at least 1
     * @return [N,1+C,h,w] in [0, 1]
     */
    static NDArray overlaps(NDArray features, NDArray maps, long block) {
        NDManager manager = maps.getManager();
        Shape shape = maps.getShape();
        long places = shape.get(2) * shape.get(3);
        try (Autograd _ = Autograd.paused();
                NDManager scope = manager.newSubManager()) {
            NDArray unit = Cosine.unit(alias(features, scope).flatten(2, 3));
            NDArray byPlace = alias(maps, scope).flatten(2, 3).swapAxes(1, 2);
            NDArray sizes = byPlace.sum(new int[] {1}, true);
            NDList overlaps = new NDList();
            for (long from = 0; from < places; from += block) {
                overlaps.add(block(unit, byPlace, sizes, from, Math.min(places, from + block)));
            }
            NDArray all = NDArrays.concat(overlaps, 1).swapAxes(1, 2).reshape(shape);
            all.attach(manager);
            return all;
        }
    }

    /** [N,B,1+C] for places from..to; unit [N,K,P], maps [N,P,1+C], sizes [N,1,1+C]. */
    private static NDArray block(NDArray unit, NDArray maps, NDArray sizes, long from, long to) {
        NDManager scope = unit.getManager();
        try (NDManager within = scope.newSubManager()) {
            NDArray some = alias(unit, within).get(":, :, " + from + ":" + to).swapAxes(1, 2);
            NDArray structure = some.batchMatMul(unit).getNDArrayInternal().relu();
            NDArray both = structure.batchMatMul(maps);
            NDArray union = structure.sum(new int[] {PLACES}, true).add(sizes).sub(both).add((float) EPSILON);
            NDArray overlap = both.div(union);
            overlap.attach(scope);
            return overlap;
        }
    }

    /** The same values, not recorded; what is computed from them ends with the scope. */
    private static NDArray alias(NDArray array, NDManager scope) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }
}
