package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.metric.MetricPoint;
import java.time.Duration;
import java.time.Instant;
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

    /** The first stage that the trial of a campaign of its own asks for. */
    public static Wanted wanted(Database database, StageKey key, String kind, JsonNode spec) {
        String campaign = "c" + UUID.randomUUID();
        long trial = new TeamsFixture(database).campaign(campaign, "team", 3, 1).getFirst();
        return new Wanted(trial, 1, key, kind, Pool.GPU, true, spec, "1");
    }

    public static Claim claim(Database database, StageStore stages, StageKey key, String worker, Duration lease) {
        return stages.claim(wanted(database, key, "train-classifier", json(0)), worker, lease);
    }

    public static Lease acquire(Database database, StageStore stages, StageKey key) {
        return acquire(stages, wanted(database, key, "train-classifier", json(0)));
    }

    /** Waits for a lease that has as good as run out. */
    public static Lease acquire(StageStore stages, Wanted wanted) {
        Claim claim = stages.claim(wanted, "worker", LONG);
        while (claim instanceof Claim.Held held && held.expires().isBefore(Instant.now().plusSeconds(1))) {
            claim = stages.claim(wanted, "worker", LONG);
        }
        return ((Claim.Acquired) claim).lease();
    }

    public static StageCommit commit(int n) {
        return new StageCommit(json(n), Optional.of("cpu-2"), Map.of("weights", artifact("weights" + n)), List.of(),
                List.of(new MetricPoint("finalLoss", 0, n)));
    }
}
