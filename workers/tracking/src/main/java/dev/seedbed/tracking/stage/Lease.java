package dev.seedbed.tracking.stage;

import dev.seedbed.stage.StageKey;
import java.time.Duration;
import java.util.Objects;

/**
 * The right to work on a stage. Whatever an attempt writes carries its lease; once another attempt has taken the stage, nothing that
 * carries the old one is written any more.
 *
 * @param stageId the stage's row
 * @param epoch which attempt this is, from 1
 * @param worker instance of the worker that holds it
 * @param duration how long it lasts unless renewed
 */
public record Lease(long stageId, StageKey key, int epoch, String worker, Duration duration) {

    public Lease {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(worker, "worker");
        if (epoch < 1 || !duration.isPositive()) {
            throw new IllegalArgumentException("not a lease: epoch " + epoch + ", duration " + duration);
        }
    }
}
