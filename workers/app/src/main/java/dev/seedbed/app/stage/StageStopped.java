package dev.seedbed.app.stage;

/** The stage was asked to stop and has saved what it can go on from. */
public final class StageStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StageStopped() {
        super("stopped before its end, to be gone on with", null, false, false);
    }
}
