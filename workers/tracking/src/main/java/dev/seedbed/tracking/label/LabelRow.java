package dev.seedbed.tracking.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.LabelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A recorded label version.
 *
 * @param contentHash hash of its manifest: equal masks, equal hash
 * @param name which of its stage's label versions it is, or an imported one's own name
 * @param round of its method, from 1, where it has one
 * @param stageKey the stage that made it; empty for imported ones
 * @param stageKind that stage's kind
 * @param parents ids of the label versions that its stage started from, in order
 * @param dataset hash of the data set's manifest
 * @param datasetName what that data set is called here, if it still is
 * @param pixelCounts pixels by class index, 255 for ignored
 * @param quality {@link LabelQuality}, where there is a truth
 * @param coverage share of pixels that are not ignored, in [0, 1]
 * @param tags in the order of the alphabet
 */
public record LabelRow(
        long id,
        String contentHash,
        String name,
        LabelVersion.Kind kind,
        Optional<Integer> round,
        Optional<String> stageKey,
        Optional<String> stageKind,
        List<Long> parents,
        String dataset,
        Optional<String> datasetName,
        String supervision,
        String pretraining,
        JsonNode pixelCounts,
        Optional<JsonNode> quality,
        double coverage,
        Optional<String> note,
        LabelStatus status,
        List<String> tags,
        Instant createdAt) {

    public LabelRow {
        parents = List.copyOf(parents);
        tags = List.copyOf(tags);
    }

    /** As stages pass it on. */
    public LabelVersion version() {
        return new LabelVersion(contentHash, kind, stageKey.orElse(LabelStore.IMPORT));
    }
}
