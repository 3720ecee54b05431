package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.metric.MetricPoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Small stages for tests of what happens to stages. */
public final class StageFixture {

    public static final Duration LONG = Duration.ofMinutes(5);

    public static final Pulse PULSE = new Pulse("epoch 1 of 2", 10, 100, 80, 0.2, 0.1);

    private StageFixture() {}

    public static StageKey freshKey() {
        return new StageKey(Sha256.of(UUID.randomUUID().toString()));
    }

    public static JsonNode json(int n) {
        return JsonNodeFactory.instance.objectNode().put("n", n);
    }

    public static ArtifactRef artifact(String content) {
        return new ArtifactRef(Sha256.of(content), content.length(), ArtifactRef.Format.JSON);
    }

    public static Claim claim(StageStore stages, StageKey key, String worker, Duration lease) {
        return stages.claim(key, "train-classifier", json(0), "1", worker, lease);
    }

    public static Lease acquire(StageStore stages, StageKey key) {
        Claim claim = claim(stages, key, "worker", LONG);
        while (claim instanceof Claim.Held held && held.expires().isBefore(java.time.Instant.now().plusSeconds(1))) {
            claim = claim(stages, key, "worker", LONG);
        }
        return ((Claim.Acquired) claim).lease();
    }

    public static StageCommit commit(int n) {
        return new StageCommit(json(n), Optional.of("cpu-2"), Map.of("weights", artifact("weights" + n)), List.of(),
                List.of(new MetricPoint("finalLoss", 0, n)));
    }
}
