package dev.seedbed.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * What a segmenter is told about seeds and about boundaries (Huang et al., CVPR 2018, section 3.2). Probabilities p and Q are [N,1+C,h,w],
 * background first.
 */
public final class GrowthLoss {

    /** What every probability is raised by, and CRF outputs are clipped at. */
    public static final double FLOOR = 1e-4;

    /** The ratios Q/p between which the boundary loss teaches. */
    public static final double LOW = 0.05;

    public static final double HIGH = 20;

    /** Far below any probability with a floor; keeps logarithms and quotients of others finite. */
    private static final float TINY = 1e-12f;

    private GrowthLoss() {}

    /** p: softmax of scores [N,1+C,h,w], plus 1e-4, renormalised. */
    public static NDArray probabilities(NDArray scores) {
        NDArray raised = scores.softmax(1).add((float) FLOOR);
        return raised.div(raised.sum(new int[] {1}, true));
    }

    /**
     * The seed loss: the mean over images of −Σ log p over an image's seeds, divided by their number; 0 for an image without seeds.
     *
     * @param seeds [N,1+C,h,w], 0 or 1
     * @param balanced whether background's and foreground's seeds are averaged apart and the two means added; else all of an image's together
     *     (Kolesnikov and Lampert, ECCV 2016)
     */
    public static NDArray seeds(NDArray probabilities, NDArray seeds, boolean balanced) {
        NDArray surprise = probabilities.maximum(TINY).log().neg().mul(seeds).sum(new int[] {2, 3});
        NDArray counts = seeds.sum(new int[] {2, 3});
        return balanced
                ? mean(surprise, counts, new NDIndex(":, 0:1")).add(mean(surprise, counts, new NDIndex(":, 1:")))
                : mean(surprise, counts, new NDIndex(":, :"));
    }

    /** The mean over images of Σ surprise / Σ count over some classes. */
    private static NDArray mean(NDArray surprise, NDArray counts, NDIndex classes) {
        int[] overClasses = {1};
        return surprise.get(classes).sum(overClasses).div(counts.get(classes).sum(overClasses).maximum((float) FLOOR)).mean();
    }

    /** The constrain-to-boundary loss: mean over images and places of Σ_c Q log clip(Q/p, 0.05, 20). */
    public static NDArray boundary(NDArray probabilities, NDArray refined) {
        return boundary(probabilities, refined, LOW, HIGH);
    }

    /** The boundary loss with other limits of the ratio. */
    public static NDArray boundary(NDArray probabilities, NDArray refined, double low, double high) {
        NDArray ratio = refined.div(probabilities.maximum(TINY));
        return refined.mul(ratio.clip(low, high).log()).sum(new int[] {1}).mean();
    }

    /**
     * Q with the gradient of the authors' program, which sends (1 − Q)·∂L/∂log Q back to what the CRF was fed: the derivative of a softmax's
     * own output to its own input, as if the CRF were that.
     *
     * @param refined Q, a constant
     * @param input what its energies are the negative of
     */
    public static NDArray throughCrf(NDArray refined, NDArray input) {
        NDArray change = input.sub(input.stopGradient());
        return refined.mul(refined.neg().add(1).mul(change).exp());
    }
}
