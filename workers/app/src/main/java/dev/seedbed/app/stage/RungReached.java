package dev.seedbed.app.stage;

/** A training has come as far as it was asked to, and has saved what it can go on from. */
final class RungReached extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RungReached() {
        super("as far as it was asked to come, to be gone on with", null, false, false);
    }
}
