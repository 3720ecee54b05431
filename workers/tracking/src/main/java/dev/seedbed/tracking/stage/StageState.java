package dev.seedbed.tracking.stage;

/** How far a stage is, as its row says. */
public enum StageState {
    /** Under way, or left by its last attempt and free to be taken. */
    CLAIMED,
    /** Done; the result is used by whoever asks. */
    COMMITTED,
    /** Done or begun once, never to be used again. */
    REVOKED,
    /** Its last attempt ended with an error; free to be taken. */
    FAILED
}
