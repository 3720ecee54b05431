package dev.seedbed.training.loop;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How often training leaves a checkpoint: when that much time has gone since the last, or that many steps, whichever is first.
 *
 * @param steps empty counts none; at least 1
 */
public record CheckpointCadence(Duration time, OptionalLong steps) {

    public CheckpointCadence {
        if (time.isNegative() || time.isZero() || steps.orElse(1) < 1) {
            throw new IllegalArgumentException("checkpoints must be apart by some time and at least 1 step, not " + time + " and " + steps);
        }
    }

    /** By time alone. */
    public static CheckpointCadence every(Duration time) {
        return new CheckpointCadence(time, OptionalLong.empty());
    }

    boolean isDue(long nanosSince, long stepsSince) {
        return nanosSince >= time.toNanos() || (steps.isPresent() && stepsSince >= steps.getAsLong());
    }
}
