package dev.seedbed.tracking.stage;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which running stages are to give their devices back. */
final class Preemption {

    private Preemption() {}

    /**
     * Why the attempt is to write a checkpoint and release its stage; empty if it may go on, and for stages that write none. Either nobody
     * is left who may have the stage computed; or stages of higher priority wait for the pool, more than slots are free, and the attempt is
     * among the as many that yield: those of the lowest priority, of these the latest that started.
     */
    static Optional<String> reason(Handle handle, Lease lease) {
        return handle.createQuery("""
                        WITH mine AS (
                            SELECT * FROM stage WHERE id = :id AND epoch = :epoch AND yields AND lease_trial IS NOT NULL),
                        running AS (
                            SELECT s.id, w.priority, row_number() OVER (ORDER BY w.priority DESC, s.lease_since DESC, s.id DESC) AS place
                            FROM mine m
                            JOIN stage s ON s.pool = m.pool AND s.yields AND s.state = 'CLAIMED' AND s.lease_worker IS NOT NULL
                                        AND s.lease_expires > clock_timestamp()
                            JOIN wanted_stage w ON w.key = s.key),
                        waiting AS (
                            SELECT q.priority, q.kind, q.campaign,
                                   row_number() OVER (ORDER BY q.priority, q.share, q.requested_at, q.key)
                                       - greatest(0, coalesce(p.free, 0)) AS place
                            FROM mine m
                            JOIN stage_queue q ON q.pool = m.pool AND q.present AND q.computable
                            LEFT JOIN pool_slots p ON p.pool = q.pool)
                        SELECT CASE
                            WHEN NOT EXISTS (
                                SELECT FROM stage_waiter w
                                WHERE w.key = m.key AND w.obstacle IS NULL
                                  AND (w.trial_id = m.lease_trial OR w.seen_at > clock_timestamp() - interval '60 s'))
                            THEN coalesce((SELECT w.obstacle FROM stage_waiter w
                                           WHERE w.key = m.key AND w.obstacle IS NOT NULL
                                           ORDER BY w.trial_id <> m.lease_trial, w.requested_at LIMIT 1),
                                          'no trial waits for it any longer')
                            ELSE (SELECT w.kind || ' of ' || w.campaign || ', of priority ' || w.priority || ', needs the device'
                                  FROM running r JOIN waiting w ON w.place = r.place
                                  WHERE r.id = m.id AND w.priority < r.priority)
                            END
                        FROM mine m
                        """)
                .bind("id", lease.stageId())
                .bind("epoch", lease.epoch())
                .mapTo(String.class)
                .findOne();
    }
}
