package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/** Which places a class's prototype is made of; constants. */
public final class Seeds {

    private static final int CLASSES = 1;

    private Seeds() {}

    /**
     * How well every place's structure fits every class: the soft IoU of its structure map with the class's map, background's scaled.
     *
     * @param features [N,K,h,w]; scaling them changes nothing
     * @param maps [N,1+C,h,w] in [0, 1], background first
     * @return [N,1+C,h,w]
     */
    public static NDArray fits(NDArray features, NDArray maps, double backgroundScale) {
        NDArray overlaps = Structure.overlaps(features, maps);
        return NDArrays.concat(
                new NDList(overlaps.get(":, 0:1").mul((float) backgroundScale), overlaps.get(":, 1:")), CLASSES);
    }

    /**
     * Structure-aware seeds: every place takes the class, of all classes, that it fits best, the lowest of several; one that took a class
     * that is not shown there is no seed.
     *
     * @param fits [N,1+C,h,w]
     * @param shown 0 or 1, of a shape that can be broadcast to the fits'
     * @return [N,1+C,h,w], 0 or 1
     */
    public static NDArray best(NDArray fits, NDArray shown) {
        int classes = (int) fits.getShape().get(CLASSES);
        NDArray hot = fits.argMax(CLASSES).oneHot(classes, DataType.FLOAT32);
        return hot.transpose(0, 3, 1, 2).mul(shown);
    }

    /**
     * Plain seeds: a class is seed wherever its map is at least the threshold, background where no map is.
     *
     * @param maps [N,1+C,h,w]; background's is not asked
     * @param shown as {@link #best}'s
     * @return [N,1+C,h,w], 0 or 1
     */
    public static NDArray above(NDArray maps, NDArray shown, double threshold) {
        NDArray claimed = maps.stopGradient().get(":, 1:").gte((float) threshold).toType(DataType.FLOAT32, false);
        NDArray background = claimed.max(new int[] {CLASSES}, true).neg().add(1);
        return NDArrays.concat(new NDList(background, claimed), CLASSES).mul(shown);
    }
}
