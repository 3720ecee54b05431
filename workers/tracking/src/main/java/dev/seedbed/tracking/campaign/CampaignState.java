package dev.seedbed.tracking.campaign;

/** How far a campaign is. */
public enum CampaignState {
    /** Recorded, not yet begun. */
    SUBMITTED,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether nothing more happens unless somebody asks for it. */
    public boolean isFinal() {
        return switch (this) {
            case SUBMITTED, RUNNING, PAUSED -> false;
            case DONE, FAILED, CANCELLED -> true;
        };
    }
}
