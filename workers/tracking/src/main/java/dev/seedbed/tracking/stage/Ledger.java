package dev.seedbed.tracking.stage;

import org.jdbi.v3.core.Handle;

/** Who is charged for the time under lease. */
final class Ledger {

    private Ledger() {}

    /**
     * Charges the time since the lease was last taken or renewed to the first who waits for the stage, of those who are neither paused
     * nor out of quota if there are any. Charges nothing, and nobody, if the lease is no longer held; to be told in the transaction that
     * renews or ends it.
     */
    static void charge(Handle transaction, Lease lease) {
        transaction.createUpdate("""
                        INSERT INTO device_use (stage_id, epoch, trial_id, day, worker, pool, kind, team, username, campaign_id, campaign,
                                                started_at, charged_at, seconds)
                        SELECT s.id, s.epoch, w.trial_id, CAST(clock_timestamp() AT TIME ZONE 'UTC' AS date), s.lease_worker, s.pool, s.kind,
                               w.team, w.username, w.campaign_id, w.campaign, s.lease_since, clock_timestamp(),
                               greatest(0, extract(epoch FROM clock_timestamp() - s.lease_at))
                        FROM (SELECT * FROM stage
                              WHERE id = :id AND epoch = :epoch AND state = 'CLAIMED' AND lease_worker IS NOT NULL
                              FOR NO KEY UPDATE) s
                        CROSS JOIN LATERAL (
                            SELECT * FROM stage_waiter w
                            WHERE w.key = s.key
                            ORDER BY w.obstacle IS NOT NULL, w.requested_at, w.trial_id LIMIT 1) w
                        ON CONFLICT (stage_id, epoch, trial_id, day) DO UPDATE SET
                            seconds = device_use.seconds + excluded.seconds, charged_at = excluded.charged_at
                        """)
                .bind("id", lease.stageId())
                .bind("epoch", lease.epoch())
                .execute();
    }
}
