package dev.seedbed.tracking.team;

import java.util.Optional;

/**
 * What was used; who and what it is summed over is absent where it is summed.
 *
 * @param attempts that used it
 * @param deviceSeconds of the GPU pool's slots
 * @param cpuSeconds of the CPU pool's slots
 */
public record UsageRow(
        Optional<String> team,
        Optional<String> user,
        Optional<String> campaign,
        Optional<String> kind,
        int attempts,
        double deviceSeconds,
        double cpuSeconds) {}
