package dev.seedbed.tracking.stage;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What keeps an attempt that has lost its stage from writing. */
public final class Fence {

    private Fence() {}

    private record Holder(StageState state, int epoch, Optional<String> leaseWorker) {

        boolean is(Lease lease) {
            return state == StageState.CLAIMED && epoch == lease.epoch() && leaseWorker.isPresent();
        }

        boolean hasCommitted(Lease lease) {
            return state == StageState.COMMITTED && epoch == lease.epoch();
        }

        String describe() {
            String holder = leaseWorker.map(worker -> "worker " + worker).orElse("nobody");
            return "it is " + state + " at attempt " + epoch + ", held by " + holder;
        }
    }

    /**
     * Locks the stage's row until the transaction ends, so that nobody can take over in between.
     *
     * @throws FencedException if the lease is not the one under which the stage is computed now
     */
    public static void require(Handle transaction, Lease lease) {
        Holder holder = lock(transaction, lease);
        if (!holder.is(lease)) {
            throw new FencedException(lease, holder.describe());
        }
    }

    /** Like {@link #require}, but false where this very attempt has committed already. */
    static boolean requireUncommitted(Handle transaction, Lease lease) {
        Holder holder = lock(transaction, lease);
        if (holder.hasCommitted(lease)) {
            return false;
        }
        if (!holder.is(lease)) {
            throw new FencedException(lease, holder.describe());
        }
        return true;
    }

    private static Holder lock(Handle transaction, Lease lease) {
        return transaction.createQuery("""
                        SELECT state, epoch, lease_worker FROM stage WHERE id = :id FOR NO KEY UPDATE
                        """)
                .bind("id", lease.stageId())
                .map(ConstructorMapper.of(Holder.class))
                .findOne()
                .orElseThrow(() -> new FencedException(lease, "it has been deleted"));
    }
}
