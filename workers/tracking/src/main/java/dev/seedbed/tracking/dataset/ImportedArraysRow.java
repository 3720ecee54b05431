package dev.seedbed.tracking.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * Arrays that were brought in from a file.
 *
 * @param sha256 hash of the NPZ
 * @param dataset hash of the data set's manifest
 * @param split the list whose images have arrays
 * @param images how many
 * @param gridPx cells along a side of the cues' grid; empty for maps
 * @param result the {@link dev.seedbed.stage.Cues} or {@link dev.seedbed.stage.Cams}, as a stage would have passed them on
 */
public record ImportedArraysRow(
        long id,
        String name,
        Kind kind,
        String sha256,
        String dataset,
        String split,
        int images,
        Optional<Integer> gridPx,
        JsonNode result,
        Instant importedAt) {

    public ImportedArraysRow {
        Sha256.require(sha256);
        Sha256.require(dataset);
    }

    /** What the arrays are. */
    public enum Kind {
        /** {@link dev.seedbed.stage.Cues} */
        CUES,
        /** {@link dev.seedbed.stage.Cams} */
        CAMS
    }
}
