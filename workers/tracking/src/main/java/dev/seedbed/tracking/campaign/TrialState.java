package dev.seedbed.tracking.campaign;

/** How far a trial is. */
public enum TrialState {
    /** Recorded, not yet begun. */
    PENDING,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELLED,
    /** Stopped because others promise more. */
    PRUNED;

    /** Whether nothing more happens unless somebody asks for it. */
    public boolean isFinal() {
        return switch (this) {
            case PENDING, RUNNING, PAUSED -> false;
            case DONE, FAILED, CANCELLED, PRUNED -> true;
        };
    }
}
