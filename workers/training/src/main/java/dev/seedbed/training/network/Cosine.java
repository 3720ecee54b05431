package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;

/** Cosines of angles between vectors along the channels. A vector of zeros has cosine 0 with every other, and learns nothing from it. */
public final class Cosine {

    private Cosine() {}

    /**
     * Vectors at length 1; a vector of zeros stays one.
     *
     * @param vectors [N,K,…], along axis 1
     */
    public static NDArray unit(NDArray vectors) {
        return Layers.normalize(vectors);
    }

    /**
     * cos(f, W_c) at every place.
     *
     * @param features f [N,K,h,w]
     * @param weights W [C,K,1,1]
     * @return [N,C,h,w] in [−1, 1]
     */
    public static NDArray of(NDArray features, NDArray weights) {
        return Layers.project(unit(features), unit(weights));
    }
}
