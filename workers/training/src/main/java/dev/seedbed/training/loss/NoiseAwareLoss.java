package dev.seedbed.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.seedbed.imaging.Mask;
import dev.seedbed.stage.SegmenterLearning;

/**
 * BANA's noise-aware loss (CVPR 2021, section 3.3) of a segmenter whose logits are τ·cos(f, W_c). Averages run over the whole batch; a
 * pixel that either label ignores is in neither set; a set without pixels adds 0.
 *
 * @param agree mean cross-entropy where both labels are the same
 * @param differ λ·Σσ·CE / Σσ where they are not, CE to the learned label y and σ = (D_y / max_c D_c)^γ with D_c = 1 + cos(f, W_c);
 *     gradients flow through σ too
 * @param confidence σ [N,H,W] in [0, 1], 0 where a label is ignored
 */
public record NoiseAwareLoss(NDArray agree, NDArray differ, NDArray confidence) {

    private static final float SMALLEST = 1e-12f;

    /**
     * @param cosines cos(f, W_c) [N,1+C,H,W]
     * @param labels that are learned (Y_crf) [N,H,W], unsigned bytes
     * @param others that they are compared with (Y_ret), of the same shape
     */
    public static NoiseAwareLoss of(NDArray cosines, NDArray labels, NDArray others, SegmenterLearning.NoiseAware learning) {
        NDArray known = labels.neq(Mask.IGNORE).logicalAnd(others.neq(Mask.IGNORE));
        NDArray target = labels.toType(DataType.INT64, false).mul(known.toType(DataType.INT64, false));
        NDArray logP = PixelLoss.logProbabilities(cosines.mul((float) learning.temperature()));
        NDArray crossEntropy = PixelLoss.picked(logP, target).neg();
        NDArray ratio = ratio(cosines, target);
        NDArray agree = set(known.logicalAnd(labels.eq(others)));
        NDArray differ = set(known.logicalAnd(labels.neq(others)));
        // Dividing all weights by the largest changes no average, and keeps a high power of small ratios from vanishing.
        NDArray largest = ratio.stopGradient().mul(differ).max().maximum(SMALLEST);
        NDArray relative = ratio.div(largest).mul(differ).add(differ.neg().add(1));
        NDArray weights = relative.pow(learning.gamma()).mul(differ);
        return new NoiseAwareLoss(
                average(crossEntropy, agree),
                average(crossEntropy, weights).mul((float) learning.disagreement()),
                ratio.stopGradient().pow(learning.gamma()).mul(set(known)));
    }

    /** D_y / max_c D_c [N,H,W] in (0, 1]. */
    private static NDArray ratio(NDArray cosines, NDArray target) {
        NDArray nearness = cosines.add(1).maximum(SMALLEST);
        return PixelLoss.picked(nearness, target).div(nearness.max(new int[] {1}));
    }

    private static NDArray set(NDArray pixels) {
        return pixels.toType(DataType.FLOAT32, false);
    }

    /** Weights that are not all 0 add up to 1 at least. */
    private static NDArray average(NDArray values, NDArray weights) {
        return values.mul(weights).sum().div(weights.sum().maximum(0.5f));
    }

    /** The whole. */
    public NDArray total() {
        return agree.add(differ);
    }
}
