package dev.seedbed.tracking.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One start of a worker process.
 *
 * @param instance unique per start
 * @param devices their names, as a JSON array
 * @param lastSeen when it last said that it lives
 * @param deviceMemory bytes by device, as a JSON object
 * @param numerics class of its first device
 * @param executors version by kind of stage, as a JSON object
 * @param drain what it was told about new work
 * @param live whether it has not ended and was seen within thirty seconds
 * @param running what it computes, as a JSON array of objects with kind, campaign, trial, key, seconds, doing, done, total, perSecond and
 *     stalled: without a step for twenty times a usual one, and for half a minute
 */
public record WorkerRow(
        String instance,
        String name,
        String pool,
        JsonNode devices,
        String version,
        long pid,
        String host,
        Instant startedAt,
        Instant lastSeen,
        Optional<Instant> endedAt,
        int slots,
        Optional<Integer> cpus,
        Optional<Long> memoryBytes,
        JsonNode deviceMemory,
        Optional<String> numerics,
        JsonNode executors,
        Drain drain,
        boolean live,
        JsonNode running) {}
