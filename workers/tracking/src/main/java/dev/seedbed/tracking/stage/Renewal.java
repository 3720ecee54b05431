package dev.seedbed.tracking.stage;

/** What an attempt is told that renews its lease. */
public sealed interface Renewal {

    /** Go on. */
    record Keep() implements Renewal {}

    /** Write a checkpoint and release the stage; only stages that write checkpoints are told so. */
    record Yield(String reason) implements Renewal {}
}
