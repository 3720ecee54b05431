package dev.seedbed.app.stage;

import java.util.Optional;

/** The stage was asked to stop and has saved what it can go on from. */
public final class StageStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RuntimeException reason;

    public StageStopped() {
        this(null);
    }

    /** @param reason what the activity's server said, such as a cancellation; null when the worker itself ends */
    StageStopped(RuntimeException reason) {
        super("stopped before its end, to be gone on with", null, false, false);
        this.reason = reason;
    }

    Optional<RuntimeException> reason() {
        return Optional.ofNullable(reason);
    }
}
