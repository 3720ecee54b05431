package dev.seedbed.stage;

import java.util.OptionalDouble;

/**
 * Labels every pixel with the class whose activation map, scaled to its own peak, is the highest there.
 *
 * @param background what background scores everywhere, in [0, 1]; empty where the maps have a row of their own for it
 */
public record LabelMaps(Images images, Cams cams, OptionalDouble background) implements StageSpec<Labelled> {

    public static final String KIND = "label-maps";

    public LabelMaps {
        background.ifPresent(score -> Ranges.within("background", score, 0, 1));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.CPU;
    }

    @Override
    public Class<Labelled> resultType() {
        return Labelled.class;
    }
}
