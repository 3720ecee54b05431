package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * One view of a segmenter on its features, and the scores that come of it.
 *
 * @param scores name of the layer
 * @param kernel of the scores' convolution: 1, or 3 where it is itself the wide view
 * @param dilation of the scores' convolution
 * @param start of its weights
 */
record Branch(Context context, String scores, int kernel, int dilation, Start start) {

    /** With a 1×1 convolution to the scores. */
    Branch(Context context, String scores, Start start) {
        this(context, scores, 1, 1, start);
    }

    /** The score layer's tensors. */
    List<ParameterSpec> scoreParameters(int classes) {
        return ParameterSpec.fresh(scores, classes, context.channels(), kernel, start);
    }

    /** [N,classes,h,w] from what the context made of the features. */
    NDArray scores(Parameters p, NDArray seen) {
        return Layers.convolve(seen, p, scores, 1, dilation * (kernel / 2), dilation);
    }
}
