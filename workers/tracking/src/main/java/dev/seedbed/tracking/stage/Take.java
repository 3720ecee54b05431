package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.stage.StageKey;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Taking a stage's lease, in one statement. */
final class Take {

    private Take() {}

    /** What was taken; lost: see {@link Claim.Acquired}. */
    record Taken(long id, int epoch, int lost) {}

    /** Takes the stage for a trial and links it to the trial, if it is free and it is the trial's turn. */
    static Optional<Taken> forTrial(Handle handle, Wanted wanted, String worker, Duration duration, UUID claim) {
        return handle.createQuery("""
                        WITH admitted AS (
                            SELECT r.key
                            FROM stage_request r JOIN trial t ON t.id = r.trial_id JOIN campaign_contest c USING (campaign_id)
                            WHERE r.trial_id = :trialId AND r.ordinal = :ordinal AND r.key = :key
                              AND CASE WHEN c.contested OR t.state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED')
                                       THEN EXISTS (
                                           SELECT FROM stage_waiter w JOIN stage_queue q ON q.key = w.key
                                           LEFT JOIN pool_slots p ON p.pool = w.pool
                                           WHERE w.trial_id = r.trial_id AND w.ordinal = r.ordinal AND w.obstacle IS NULL
                                             AND q.ahead < greatest(1, coalesce(p.free, 0)))
                                       ELSE true END),
                        taken AS (
                            INSERT INTO stage (key, generation, kind, spec, executor_version, state, claim, pool, yields,
                                               lease_worker, lease_trial, lease_since, lease_at, lease_expires, computations)
                            SELECT a.key, h.generation, :kind, CAST(:spec AS jsonb), :executorVersion, 'CLAIMED', :claim, :pool, :yields,
                                   :worker, :trialId, clock_timestamp(), clock_timestamp(),
                                   clock_timestamp() + make_interval(secs => :seconds), h.computations
                            FROM admitted a
                            CROSS JOIN (SELECT coalesce(max(generation), 0) + 1 AS generation, coalesce(max(computations), 0) AS computations
                                        FROM stage WHERE key = :key) h
                            ON CONFLICT (key) WHERE state <> 'REVOKED' DO UPDATE SET
                                state = 'CLAIMED',
                                epoch = stage.epoch + CAST(stage.claim <> excluded.claim AS integer),
                                attempts = stage.attempts + CAST(stage.claim <> excluded.claim AS integer),
                                lost = stage.lost + CAST(stage.lease_worker IS NOT NULL AND stage.claim <> excluded.claim AS integer),
                                claim = excluded.claim,
                                lease_worker = excluded.lease_worker,
                                lease_trial = excluded.lease_trial,
                                lease_since = clock_timestamp(),
                                lease_at = clock_timestamp(),
                                lease_expires = clock_timestamp() + make_interval(secs => :seconds),
                                progress = NULL,
                                yields = excluded.yields,
                                used_at = clock_timestamp()
                            WHERE stage.state IN ('CLAIMED', 'FAILED')
                              AND (stage.lease_worker IS NULL OR stage.lease_expires <= clock_timestamp() OR stage.claim = excluded.claim)
                            RETURNING id, epoch, lost),
                        linked AS (
                            INSERT INTO trial_stage (trial_id, ordinal, stage_id, reused)
                            SELECT :trialId, :ordinal, id, false FROM taken
                            ON CONFLICT (trial_id, ordinal) DO UPDATE
                            SET stage_id = excluded.stage_id, reused = excluded.reused, linked_at = now()
                            WHERE trial_stage.stage_id <> excluded.stage_id)
                        SELECT id, epoch, lost FROM taken
                        """)
                .bind("trialId", wanted.trialId())
                .bind("ordinal", wanted.ordinal())
                .bind("key", wanted.key().hex())
                .bind("kind", wanted.kind())
                .bind("spec", wanted.spec().toString())
                .bind("executorVersion", wanted.executorVersion())
                .bind("pool", wanted.pool().name().toLowerCase(Locale.ROOT))
                .bind("yields", wanted.yields())
                .bind("claim", claim)
                .bind("worker", worker)
                .bind("seconds", StageStore.seconds(duration))
                .map(ConstructorMapper.of(Taken.class))
                .findOne();
    }
}
