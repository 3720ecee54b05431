package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.network.Cosine;

/** Image-specific class activation maps (SIPE, Chen et al., CVPR 2022, sections 3.2 and 3.3). */
public final class IsCam {

    private IsCam() {}

    /**
     * P_k = Σ of the features under a class's seeds, over all h·w places; 0 for a class without seeds.
     *
     * @param features F [N,K,h,w]
     * @param seeds [N,1+C,h,w], 0 or 1
     * @return [N,1+C,K]
     */
    public static NDArray prototypes(NDArray features, NDArray seeds) {
        NDArray places = features.flatten(2, 3);
        return seeds.flatten(2, 3).batchMatMul(places.swapAxes(1, 2)).div(places.getShape().get(2));
    }

    /**
     * relu(cos(F, P_k)); 0 everywhere for a class whose prototype is 0.
     *
     * @param features F [N,K,h,w]
     * @param prototypes P [N,1+C,K]
     * @return [N,1+C,h,w] in [0, 1]
     */
    public static NDArray of(NDArray features, NDArray prototypes) {
        Shape shape = prototypes.getShape();
        NDArray directions = Cosine.unit(prototypes.reshape(-1, shape.get(2))).reshape(shape);
        NDArray cosines = directions.batchMatMul(Cosine.unit(features.flatten(2, 3)));
        return cosines.getNDArrayInternal().relu().reshape(-1, shape.get(1), features.getShape().get(2), features.getShape().get(3));
    }

    /**
     * General-specific consistency: the mean over images, all 1 + C maps and places of |M − I / (max I + 1e-5)|, with gradients to both.
     *
     * @param maps M [N,1+C,h,w]
     * @param isCams I [N,1+C,h,w]
     */
    public static NDArray consistency(NDArray maps, NDArray isCams) {
        return maps.sub(ClassMaps.overPeak(isCams)).abs().mean();
    }
}
