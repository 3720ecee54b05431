package dev.seedbed.campaign;

/** How a trial or campaign ended. */
public enum Ending {
    DONE,
    FAILED,
    CANCELLED
}
