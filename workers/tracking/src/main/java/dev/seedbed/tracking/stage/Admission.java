package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.stage.Standing;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Who may take a slot of a pool, as statements. A stage is admitted when fewer stages go before it than slots are free, its own
 * included: by priority, then by what its team used of the pool lately, by weight. Those that were called and do not come are passed over.
 */
final class Admission {

    private Admission() {}

    /**
     * What is known of a wanted stage when it is asked for.
     *
     * @param state empty where nobody began it
     * @param contested whether anything can keep it from being admitted; the usual stage is spared the question what does
     */
    record Known(
            Optional<Long> id,
            Optional<StageState> state,
            Optional<String> leaseWorker,
            Optional<Instant> leaseExpires,
            Optional<JsonNode> result,
            int priority,
            String team,
            double weight,
            boolean contested,
            boolean held) {

        boolean committed() {
            return state.filter(StageState.COMMITTED::equals).isPresent();
        }

        Standing standing() {
            return new Standing(priority, team, weight);
        }
    }

    /** Finds the stage and links the trial to it if it is committed, else records that the trial wants it. */
    static Optional<Known> ask(Handle handle, Wanted wanted) {
        return handle.createQuery("""
                        WITH found AS (
                            UPDATE stage SET used_at = clock_timestamp() WHERE key = :key AND state <> 'REVOKED'
                            RETURNING id, state, lease_worker, lease_expires, result),
                        linked AS (
                            INSERT INTO trial_stage (trial_id, ordinal, stage_id, reused)
                            SELECT :trialId, :ordinal, id, true FROM found WHERE state = 'COMMITTED'
                            ON CONFLICT (trial_id, ordinal) DO UPDATE
                            SET stage_id = excluded.stage_id, reused = excluded.reused, linked_at = now()
                            WHERE trial_stage.stage_id <> excluded.stage_id),
                        ended AS (
                            DELETE FROM stage_request
                            WHERE trial_id = :trialId AND ordinal = :ordinal AND EXISTS (SELECT FROM found WHERE state = 'COMMITTED')),
                        asked AS (
                            INSERT INTO stage_request (trial_id, ordinal, key, kind, pool, executor_version)
                            SELECT :trialId, :ordinal, :key, :kind, :pool, :executorVersion
                            WHERE NOT EXISTS (SELECT FROM found WHERE state = 'COMMITTED')
                            ON CONFLICT (trial_id, ordinal) DO UPDATE SET
                                key = excluded.key, kind = excluded.kind, pool = excluded.pool, executor_version = excluded.executor_version,
                                requested_at = CASE WHEN stage_request.key = excluded.key
                                                    THEN stage_request.requested_at ELSE excluded.requested_at END,
                                seen_at = excluded.seen_at, waiting = false)
                        SELECT f.id, f.state, f.lease_worker, f.lease_expires, f.result, c.priority, c.team, coalesce(w.weight, 1) AS weight,
                               k.contested OR t.state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED') AS contested,
                               coalesce(f.state = 'CLAIMED' AND f.lease_worker IS NOT NULL AND f.lease_expires > clock_timestamp(), false)
                                   AS held
                        FROM trial t JOIN campaign c ON c.id = t.campaign_id JOIN campaign_contest k ON k.campaign_id = c.id
                        LEFT JOIN team w ON w.name = c.team
                        LEFT JOIN found f ON true
                        WHERE t.id = :trialId
                        """)
                .bind("trialId", wanted.trialId())
                .bind("ordinal", wanted.ordinal())
                .bind("key", wanted.key().hex())
                .bind("kind", wanted.kind())
                .bind("pool", wanted.pool().name().toLowerCase(Locale.ROOT))
                .bind("executorVersion", wanted.executorVersion())
                .map(ConstructorMapper.of(Known.class))
                .findOne();
    }

    /**
     * Why a trial that asked is to wait; empty if it is its turn.
     *
     * @param atSlot whether it stands at a free slot, so that somebody is missed who does not come
     */
    static Optional<String> obstacle(Handle handle, Wanted wanted, boolean atSlot) {
        Optional<String> reason = handle.createQuery("""
                        SELECT coalesce(w.obstacle, CASE WHEN q.ahead >= greatest(1, coalesce(p.free, 0)) THEN
                                   'stages of higher priority or of teams that used less go first: ' || q.ahead END)
                        FROM stage_waiter w
                        LEFT JOIN stage_queue q ON q.key = w.key
                        LEFT JOIN pool_slots p ON p.pool = w.pool
                        WHERE w.trial_id = :trialId AND w.ordinal = :ordinal
                        """)
                .bind("trialId", wanted.trialId())
                .bind("ordinal", wanted.ordinal())
                .mapTo(String.class)
                .findOne();
        if (reason.isPresent() && atSlot) {
            callThoseAhead(handle, wanted);
        }
        return reason;
    }

    private static void callThoseAhead(Handle handle, Wanted wanted) {
        handle.createUpdate("""
                        UPDATE stage_request r SET called_at = clock_timestamp()
                        FROM stage_queue o JOIN stage_queue mine ON mine.key = :key AND mine.pool = o.pool
                        WHERE r.key = o.key AND o.present AND (r.called_at IS NULL OR r.called_at < r.seen_at)
                          AND (o.priority < mine.priority OR o.priority = mine.priority AND o.share < mine.share)
                        """)
                .bind("key", wanted.key().hex())
                .execute();
    }
}
