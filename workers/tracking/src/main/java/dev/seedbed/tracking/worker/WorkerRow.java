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
        Optional<Instant> endedAt) {}
