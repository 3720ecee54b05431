package dev.seedbed.tracking.label;

/** What people think of a label version. */
public enum LabelStatus {
    PROPOSED,
    APPROVED,
    REJECTED,
    /** Withdrawn with the stage that made it. */
    REVOKED
}
