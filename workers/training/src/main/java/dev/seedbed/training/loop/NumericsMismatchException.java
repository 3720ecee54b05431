package dev.seedbed.training.loop;

import dev.seedbed.training.engine.Numerics;

/** A checkpoint was made where the same computation may give other bytes; another worker of its class can go on from it. */
public final class NumericsMismatchException extends CheckpointException {

    private static final long serialVersionUID = 1L;

    public NumericsMismatchException(String checkpoint, Numerics here) {
        super("the checkpoint was made on [" + checkpoint + "], this worker computes as [" + here
                + "] and might end with other weights; continue on a worker of that class (the same --devices on the same machine), or start workers with SEEDBED_ANY_NUMERICS=true");
    }
}
