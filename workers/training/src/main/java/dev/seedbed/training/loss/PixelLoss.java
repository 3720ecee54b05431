package dev.seedbed.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.Mask;
import java.util.stream.LongStream;

/** What a segmenter is told about pixels. Scores are logits [N,1+C,H,W]; labels [N,H,W], bytes of {@link Mask}. */
public final class PixelLoss {

    private PixelLoss() {}

    /** log softmax over the classes. */
    public static NDArray logProbabilities(NDArray scores) {
        return scores.logSoftmax(1);
    }

    /**
     * Mean cross-entropy over the pixels of the whole batch whose label is known; 0 when none is.
     *
     * @param logProbabilities [N,1+C,H,W]
     * @param labels [N,H,W] unsigned bytes, {@link Mask#IGNORE} unknown
     */
    public static NDArray crossEntropy(NDArray logProbabilities, NDArray labels) {
        NDArray known = labels.neq(Mask.IGNORE);
        NDArray target = labels.toType(DataType.INT64, false).mul(known.toType(DataType.INT64, false));
        NDArray weight = known.toType(DataType.FLOAT32, false);
        return picked(logProbabilities, target).mul(weight).sum().neg().div(weight.sum().maximum(1));
    }

    /**
     * Labels of squares at the centres of the cells of a grid over them.
     *
     * @param labels [N,S,S]
     * @param grid g, cells along a side
     * @return [N,g,g]
     */
    public static NDArray atCentres(NDArray labels, long grid) {
        long images = labels.getShape().get(0);
        long side = labels.getShape().get(1);
        long[] centres = LongStream.range(0, grid * grid)
                .map(cell -> centre(cell / grid, side, grid) * side + centre(cell % grid, side, grid))
                .toArray();
        NDArray at = labels.getManager().create(centres).expandDims(0).broadcast(images, grid * grid);
        return labels.reshape(images, side * side).gather(at, 1).reshape(images, grid, grid);
    }

    private static long centre(long cell, long side, long grid) {
        return (2 * cell + 1) * side / (2 * grid);
    }

    /**
     * Mean cross-entropy over all pixels.
     *
     * @param labels [N,H,W] 64-bit class indices
     */
    public static NDArray crossEntropyToAll(NDArray logProbabilities, NDArray labels) {
        return picked(logProbabilities, labels).mean().neg();
    }

    /**
     * AE-PSL's online labels: Ŝ = argmax([1, v] ⊗ softmax(z)) per pixel, a constant (CVPR 2017, section 3.2).
     *
     * @param logProbabilities [N,1+C,H,W]
     * @param confidence v [N,C] in [0, 1]
     * @return [N,H,W] 64-bit class indices
     */
    public static NDArray onlineLabels(NDArray logProbabilities, NDArray confidence) {
        long n = confidence.getShape().get(0);
        NDArray background = confidence.getManager().ones(new Shape(n, 1), DataType.FLOAT32);
        NDArray weight = NDArrays.concat(new NDList(background, confidence.stopGradient()), 1);
        return logProbabilities.stopGradient().exp().mul(weight.reshape(n, -1, 1, 1)).argMax(1);
    }

    static NDArray picked(NDArray logProbabilities, NDArray target) {
        return logProbabilities.gather(target.expandDims(1), 1).squeeze(1);
    }
}
