package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageRequest;
import java.util.Objects;

/**
 * A stage that a trial wants.
 *
 * @param ordinal which of the trial's stages, in the order of its method, from 1
 * @param yields whether it writes checkpoints, so that it can be asked to give its device back
 * @param spec the stage's record as JSON
 */
public record Wanted(
        long trialId, int ordinal, StageKey key, String kind, Pool pool, boolean yields, JsonNode spec, String executorVersion) {

    public Wanted {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(pool, "pool");
    }

    /** What a trial's workflow asks for. */
    public static Wanted of(StageRequest request) {
        var stage = request.stage();
        return new Wanted(
                request.trialId(), request.ordinal(), request.key(), stage.kind(), stage.pool(), stage.checkpoints(), Json.tree(stage),
                request.executorVersion());
    }
}
