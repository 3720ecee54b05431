package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A stage as one trial asked for it.
 *
 * @param key what names its result
 * @param trial the trial's number within the campaign
 * @param ordinal which of the trial's stages, in the order of its method
 * @param reused whether the result was found, not computed for this trial
 * @param computations how often the key's result was ever computed to its end
 * @param attempts how often this generation was begun or gone on with
 * @param seconds under lease, summed over attempts
 * @param outputs hash by name, as a JSON object; empty until it is committed
 * @param worker who holds it, while somebody does
 */
public record StageListing(
        String key,
        String kind,
        String campaign,
        int trial,
        int ordinal,
        StageStatus status,
        boolean reused,
        int computations,
        int attempts,
        double seconds,
        JsonNode outputs,
        int generation,
        String executorVersion,
        Optional<String> numerics,
        Optional<String> worker,
        Instant startedAt,
        Optional<Instant> committedAt,
        Optional<String> error) {}
