package dev.seedbed.tracking.campaign;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A gate at which a person is waited for.
 *
 * @param trial number of the trial that waits
 * @param labels kind of the stage that made the label version
 * @param before kind of the stage that waits
 * @param deadline when {@code otherwise} happens; empty: never
 */
public record OpenGate(
        String campaign,
        int trial,
        long labelId,
        String labels,
        String before,
        OptionalDouble meanIou,
        double coverage,
        Instant openedAt,
        Optional<Instant> deadline,
        String otherwise) {}
