package dev.seedbed.tracking.stage;

/** How far a stage is, for people. */
public enum StageStatus {
    /** A living attempt works on it. */
    RUNNING,
    /** Begun, and waiting to be gone on with. */
    INTERRUPTED,
    COMMITTED,
    FAILED,
    REVOKED
}
