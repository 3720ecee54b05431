package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.json.Json;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.artifact.ArtifactRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Stages by key: claimed by one attempt at a time, committed once, found by everybody afterwards. All times are the database's.
 * Every method may be repeated when its answer was lost, and does so itself while the database is away.
 */
public final class StageStore implements AutoCloseable {

    private final Database database;
    private final Turns turns;
    private final StageChanges changes;

    public StageStore(Database database) {
        this.database = database;
        this.turns = new Turns(database);
        this.changes = new StageChanges(database, turns::nudge);
    }

    /**
     * Records that a trial wants a stage and tells whether there is anything to wait for. The wish stands until the stage is committed and
     * the trial has heard of it, or until the trial has ended.
     *
     * @throws IllegalArgumentException if there is no such trial
     */
    public Asked ask(Wanted wanted) {
        Admission.Known known = record(wanted);
        if (known.committed()) {
            return new Asked.Committed(known.id().orElseThrow(), known.result().orElseThrow());
        }
        if (known.held()) {
            return new Asked.Wait("worker " + known.leaseWorker().orElseThrow() + " computes it");
        }
        return obstacle(wanted, known, false).<Asked>map(Asked.Wait::new).orElseGet(() -> new Asked.Free(known.standing()));
    }

    private Admission.Known record(Wanted wanted) {
        return database.with(handle -> Admission.ask(handle, wanted))
                .orElseThrow(() -> new IllegalArgumentException("there is no trial " + wanted.trialId()));
    }

    private Optional<String> obstacle(Wanted wanted, Admission.Known known, boolean atSlot) {
        return known.contested() ? database.with(handle -> Admission.obstacle(handle, wanted, atSlot)) : Optional.empty();
    }

    /**
     * Asks for a stage and the right to compute it: its result if it is committed, else the lease unless a living attempt has it or it is
     * not the trial's turn. The trial is linked to what it is given.
     *
     * @param worker instance of the asking worker, which has a free slot
     * @param duration how long the lease lasts unless renewed
     */
    public Claim claim(Wanted wanted, String worker, Duration duration) {
        UUID claim = UUID.randomUUID();
        while (true) {
            Optional<Take.Taken> taken = database.with(handle -> Take.forTrial(handle, wanted, worker, duration, claim));
            if (taken.isPresent()) {
                return acquired(taken.get(), wanted.key(), worker, duration);
            }
            Admission.Known known = record(wanted);
            if (known.committed()) {
                return new Claim.Committed(known.id().orElseThrow(), known.result().orElseThrow());
            }
            if (known.held()) {
                return new Claim.Held(known.id().orElseThrow(), known.leaseWorker().orElseThrow(), known.leaseExpires().orElseThrow());
            }
            Optional<String> obstacle = obstacle(wanted, known, true);
            if (obstacle.isPresent()) {
                changes.announce(Optional.empty());
                return new Claim.Deferred(obstacle.get());
            }
        }
    }

    private static Claim.Acquired acquired(Take.Taken taken, StageKey key, String worker, Duration duration) {
        return new Claim.Acquired(new Lease(taken.id(), key, taken.epoch(), worker, duration), taken.lost());
    }

    private static Optional<Claim.Committed> find(Handle handle, StageKey key) {
        return handle.createQuery("""
                        UPDATE stage SET used_at = clock_timestamp()
                        WHERE key = :key AND state = 'COMMITTED'
                        RETURNING id AS stage_id, result
                        """)
                .bind("key", key.hex())
                .map(ConstructorMapper.of(Claim.Committed.class))
                .findOne();
    }

    /** The stage's result, if it is committed; claims nothing. */
    public Optional<Claim.Committed> find(StageKey key) {
        return database.with(handle -> find(handle, key));
    }

    /**
     * Prolongs the lease by its duration from now, also when it has run out but nobody has taken the stage since, charges the time since
     * the last renewal, and tells whether to go on.
     *
     * @throws FencedException if the stage is no longer the attempt's
     */
    public Renewal renew(Lease lease, Pulse pulse) {
        database.inTransaction(handle -> {
            Fence.require(handle, lease);
            Ledger.charge(handle, lease);
            return prolong(handle, lease, pulse);
        });
        return database.with(handle -> Preemption.reason(handle, lease)).<Renewal>map(Renewal.Yield::new).orElseGet(Renewal.Keep::new);
    }

    private static int prolong(Handle handle, Lease lease, Pulse pulse) {
        return handle.createUpdate("""
                        UPDATE stage SET
                            seconds = seconds + extract(epoch FROM clock_timestamp() - lease_at),
                            lease_at = clock_timestamp(),
                            lease_expires = clock_timestamp() + make_interval(secs => :seconds),
                            progress = CAST(:progress AS jsonb)
                        WHERE id = :id
                        """)
                .bind("id", lease.stageId())
                .bind("seconds", seconds(lease.duration()))
                .bind("progress", Json.write(pulse))
                .execute();
    }

    /** Gives the stage back unfinished, to be gone on with by whoever claims it; nothing happens if it is no longer the attempt's. */
    public void release(Lease lease) {
        give(lease, StageState.CLAIMED, Optional.empty());
    }

    /**
     * Gives the stage back with an error; it may be claimed again. Nothing happens if it is no longer the attempt's.
     *
     * @return how many of the stage's attempts have failed so far
     */
    public int fail(Lease lease, String error) {
        give(lease, StageState.FAILED, Optional.of(error.replace("\0", "")));
        return database.with(handle -> handle.createQuery("SELECT failures FROM stage WHERE id = :id")
                .bind("id", lease.stageId())
                .mapTo(Integer.class)
                .one());
    }

    private void give(Lease lease, StageState state, Optional<String> error) {
        database.inTransaction(handle -> {
            Ledger.charge(handle, lease);
            return give(handle, lease, state, error);
        });
        changes.announce(Optional.of(lease.key()));
    }

    private static int give(Handle handle, Lease lease, StageState state, Optional<String> error) {
        return handle.createUpdate("""
                        UPDATE stage SET
                            state = :state,
                            error = coalesce(:error, error),
                            failures = failures + CAST(:state = 'FAILED' AS integer),
                            lost = CASE WHEN :state = 'FAILED' THEN 0 ELSE lost END,
                            seconds = seconds + extract(epoch FROM clock_timestamp() - lease_at),
                            lease_worker = NULL, lease_at = NULL, lease_expires = NULL
                        WHERE id = :id AND epoch = :epoch AND state = 'CLAIMED' AND lease_worker IS NOT NULL
                        """)
                .bind("state", state)
                .bind("error", error)
                .bind("id", lease.stageId())
                .bind("epoch", lease.epoch())
                .execute();
    }

    /**
     * Frees every stage that a worker held; to be called when its process has surely ended.
     *
     * @return the keys of those stages
     */
    public List<StageKey> releaseHeldBy(String worker) {
        List<StageKey> freed = database.with(handle -> handle.createQuery("""
                        UPDATE stage SET lease_worker = NULL, lease_at = NULL, lease_expires = NULL, lost = lost + 1
                        WHERE lease_worker = :worker AND state = 'CLAIMED'
                        RETURNING key
                        """)
                .bind("worker", worker)
                .map((rows, context) -> new StageKey(rows.getString("key")))
                .list());
        freed.forEach(key -> changes.announce(Optional.of(key)));
        return freed;
    }

    /**
     * Records that the stage can go on from a step; earlier checkpoints but one are forgotten. Metrics up to the step must be stored.
     *
     * @throws FencedException if the stage is no longer the attempt's
     */
    public void saveCheckpoint(Lease lease, long step, ArtifactRef checkpoint) {
        database.inTransaction(handle -> {
            Fence.require(handle, lease);
            ArtifactRows.save(handle, checkpoint);
            CommitStatements.saveCheckpoint(handle, lease, step, checkpoint);
            return CommitStatements.forgetCheckpointsButTwo(handle, lease);
        });
    }

    /** Whether an unfinished stage has a checkpoint of a step or a later one. */
    public boolean reached(StageKey key, long step) {
        return database.with(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM stage s JOIN checkpoint c ON c.stage_id = s.id
                                       WHERE s.key = :key AND s.state IN ('CLAIMED', 'FAILED') AND c.step >= :step)
                        """)
                .bind("key", key.hex())
                .bind("step", step)
                .mapTo(Boolean.class)
                .one());
    }

    /** The furthest checkpoint of an unfinished stage. */
    public Optional<Checkpoint> latestCheckpoint(long stageId) {
        return checkpoints(stageId).stream().findFirst();
    }

    /** The checkpoints of an unfinished stage, at most two, the furthest first. */
    public List<Checkpoint> checkpoints(long stageId) {
        return database.with(handle -> handle.createQuery("""
                        SELECT c.step, c.sha256, a.bytes, a.format, c.epoch, c.saved_at
                        FROM checkpoint c JOIN artifact a USING (sha256)
                        WHERE c.stage_id = :stageId
                        ORDER BY c.step DESC
                        """)
                .bind("stageId", stageId)
                .map(ConstructorMapper.of(Checkpoint.class))
                .list());
    }

    /**
     * Records in one transaction that the stage is done and all that it left. Harmless when repeated by the same attempt.
     *
     * @throws FencedException if the stage is no longer the attempt's; then nothing was changed
     */
    public void commit(Lease lease, StageCommit commit) {
        database.inTransaction(handle -> {
            if (Fence.requireUncommitted(handle, lease)) {
                CommitStatements.commit(handle, lease, commit);
            }
            return null;
        });
        changes.announce(Optional.of(lease.key()));
    }

    /**
     * Withdraws a stage's result, or what was begun of it, and the label versions that it made: whoever asks next computes the next
     * generation.
     *
     * @return whether there was anything to withdraw
     */
    public boolean revoke(StageKey key) {
        boolean revoked = database.inTransaction(handle -> {
            CommitStatements.revokeLabels(handle, key);
            return CommitStatements.revokeStage(handle, key) > 0;
        });
        changes.announce(Optional.of(key));
        return revoked;
    }

    /**
     * Waits until no living attempt holds the stage: it was committed, released, failed, revoked, or its lease ran out.
     *
     * @return whether that happened within the timeout
     */
    public boolean awaitChange(StageKey key, Duration timeout) throws InterruptedException {
        return changes.await(key, timeout);
    }

    /**
     * Returns when it may be the turn of one who asked and was told to wait; it is to ask again. While it waits, its wish is kept alive.
     *
     * @param beat to be run every so often meanwhile; what it throws ends the waiting
     */
    public void awaitTurn(Wanted wanted, Duration every, Runnable beat) throws InterruptedException {
        changes.listen();
        turns.await(wanted, every, beat);
    }

    /** Has those who wait look again: a campaign was paused, resumed or given another priority, a quota or a worker has changed. */
    public void admissionChanged() {
        changes.announce(Optional.empty());
    }

    /** The trial no longer wants the stage for now; it asks again when it does. */
    public void withdraw(long trialId, int ordinal) {
        database.with(handle -> handle.createUpdate("DELETE FROM stage_request WHERE trial_id = :trialId AND ordinal = :ordinal")
                .bind("trialId", trialId)
                .bind("ordinal", ordinal)
                .execute());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Ends the listening for changes; the database stays open. */
    @Override
    public void close() {
        changes.close();
        turns.close();
    }
}
