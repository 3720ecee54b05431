package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/**
 * Fuses the rounds' regions with a background cue: a pixel that one class and no background claims takes that class, one that only
 * background claims is background; claimed twice or by nobody it is 255.
 *
 * @param images the untouched pictures that the regions were mined on
 * @param regions the rounds' region versions, at least one
 */
public record FuseRegions(Images images, List<LabelVersion> regions, BackgroundCue background)
        implements StageSpec<Labelled> {

    public static final String KIND = "fuse-regions";

    public FuseRegions {
        regions = List.copyOf(regions);
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("there are no regions to fuse");
        }
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

    @Override
    public List<LabelVersion> labelInputs() {
        return regions;
    }

    @Override
    public Optional<Integer> round() {
        return Optional.of(regions.size());
    }
}
