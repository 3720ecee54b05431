package dev.seedbed.campaign;

/** How a trial or campaign ended. */
public enum Ending {
    DONE,
    /** Of a trial: it was not worth going on with. */
    PRUNED,
    FAILED,
    CANCELLED
}
