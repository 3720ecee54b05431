package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;
import dev.seedbed.stage.ImagePrototypes;

/** Image-specific prototypes with the settings of a stage. */
public record ImageSpecific(ImagePrototypes settings) {

    /** [N,1+C,h,w] in [0, 1], background first, from CAMs [N,C,h,w]; background's is scaled where the factor is on the map. */
    public NDArray maps(NDArray cams) {
        return ClassMaps.withBackground(cams, switch (settings.scaling()) {
            case MAP -> settings.backgroundScale();
            case OVERLAP -> 1;
        });
    }

    /**
     * Seeds, a constant.
     *
     * @param structure [N,K,h,w]: what structure maps compare
     * @param maps of {@link #maps}
     * @param shown 0 or 1, of a shape that can be broadcast to the maps': where a class may have seeds
     * @return [N,1+C,h,w], 0 or 1
     */
    public NDArray seeds(NDArray structure, NDArray maps, NDArray shown) {
        return switch (settings.seeds()) {
            case STRUCTURE -> Seeds.best(Seeds.fits(structure, maps.stopGradient(), overlapScale()), shown);
            case THRESHOLD -> Seeds.above(maps, shown, settings.threshold());
        };
    }

    private double overlapScale() {
        return switch (settings.scaling()) {
            case OVERLAP -> settings.backgroundScale();
            case MAP -> 1;
        };
    }
}
