package dev.seedbed.training.loop;

import dev.seedbed.training.engine.DeviceSlot;
import java.util.Optional;

/**
 * How and where to train; nothing here changes the result.
 *
 * @param from the checkpoint of an earlier attempt
 * @param otherNumerics whether to go on from a checkpoint of another numerics class, which may change the result's bytes
 * @param loaderThreads that prepare batches, at least 1
 */
public record Attempt(
        DeviceSlot slot,
        Optional<Checkpoint> from,
        boolean otherNumerics,
        CheckpointCadence cadence,
        int loaderThreads,
        TrainingListener listener) {

    public Attempt {
        if (loaderThreads < 1) {
            throw new IllegalArgumentException("loaderThreads must be at least 1, not " + loaderThreads);
        }
    }
}
