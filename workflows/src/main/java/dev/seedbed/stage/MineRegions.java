package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/**
 * Mines each class's region from its activation map. Where several classes claim a pixel its label is 255: that is all that erasing
 * and fusing need to know of it.
 */
public record MineRegions(Images images, Cams cams, RegionRule rule) implements StageSpec<Labelled> {

    public static final String KIND = "mine-regions";

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

    @Override
    public List<LabelVersion> labelInputs() {
        return images.erased();
    }

    @Override
    public Optional<Integer> round() {
        return Optional.of(images.erased().size() + 1);
    }
}
