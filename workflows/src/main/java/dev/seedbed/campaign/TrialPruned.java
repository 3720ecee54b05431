package dev.seedbed.campaign;

/** A trial is not to go on: at a rung others promise more, or its labels were found not good enough. */
final class TrialPruned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason one sentence for people */
    TrialPruned(String reason) {
        super(reason);
    }
}
