package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.tracking.label.NewLabelVersion;
import dev.seedbed.tracking.metric.MetricPoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a stage leaves, committed at once.
 *
 * @param result the stage's result record as JSON
 * @param numerics class that it was computed in (device kind, threads, instruction set, native versions), where that matters
 * @param artifacts outputs by name; their bytes are in the artifact store already
 * @param labels label versions that it made
 * @param metrics of the stage as a whole
 */
public record StageCommit(
        JsonNode result,
        Optional<String> numerics,
        Map<String, ArtifactRef> artifacts,
        List<NewLabelVersion> labels,
        List<MetricPoint> metrics) {

    public StageCommit {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(numerics, "numerics");
        artifacts = Map.copyOf(artifacts);
        labels = List.copyOf(labels);
        metrics = List.copyOf(metrics);
    }
}
