package dev.seedbed.tracking.stage;

/** The attempt no longer holds its stage: another took over, or the stage was released, committed or revoked. Nothing was written. */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FencedException(Lease lease, String now) {
        super("attempt " + lease.epoch() + " of worker " + lease.worker() + " no longer holds stage " + lease.key().hex().substring(0, 12)
                + ": " + now + "; nothing was written");
    }
}
