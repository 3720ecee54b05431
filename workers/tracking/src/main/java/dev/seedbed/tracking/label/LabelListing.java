package dev.seedbed.tracking.label;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A label version as a line of a listing.
 *
 * @param datasetName what its data set is called, if it still has a name
 * @param meanIou against the truth in [0, 1], where there is one
 * @param coverage share of pixels that are not ignored, in [0, 1]
 * @param stageKey the stage that made it; empty for imported ones
 */
public record LabelListing(
        long id,
        String contentHash,
        String name,
        LabelVersion.Kind kind,
        Optional<Integer> round,
        Optional<String> datasetName,
        OptionalDouble meanIou,
        double coverage,
        String supervision,
        List<Long> parents,
        LabelStatus status,
        List<String> tags,
        Optional<String> stageKey) {

    public LabelListing {
        parents = List.copyOf(parents);
        tags = List.copyOf(tags);
    }
}
