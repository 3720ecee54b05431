package dev.seedbed.tracking.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.artifact.ArtifactRows;
import dev.seedbed.tracking.label.LabelRecording;
import dev.seedbed.tracking.metric.MetricMerge;
import java.util.Comparator;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The statements of one stage's transactions; whoever runs them has passed the {@link Fence}. */
final class CommitStatements {

    private CommitStatements() {}

    static void commit(Handle handle, Lease lease, StageCommit commit) {
        saveOutputs(handle, lease, commit.artifacts());
        commit.labels().forEach(labels -> LabelRecording.record(handle, lease.stageId(), lease.key().hex(), labels));
        MetricMerge.insert(handle, lease, commit.metrics());
        forgetCheckpoints(handle, lease);
        Ledger.charge(handle, lease);
        finish(handle, lease, commit);
    }

    /** In the order of hashes, so that two commits that share outputs cannot wait for each other. */
    private static void saveOutputs(Handle handle, Lease lease, Map<String, ArtifactRef> outputs) {
        outputs.entrySet().stream().sorted(Comparator.comparing(output -> output.getValue().sha256())).forEach(output -> {
            ArtifactRows.save(handle, output.getValue());
            saveOutput(handle, lease, output.getKey(), output.getValue());
        });
    }

    private static void saveOutput(Handle handle, Lease lease, String name, ArtifactRef artifact) {
        handle.createUpdate("""
                        INSERT INTO stage_artifact (stage_id, name, sha256) VALUES (:stageId, :name, :sha256)
                        """)
                .bind("stageId", lease.stageId())
                .bind("name", name)
                .bind("sha256", artifact.sha256())
                .execute();
    }

    private static void finish(Handle handle, Lease lease, StageCommit commit) {
        handle.createUpdate("""
                        WITH heard AS (
                            DELETE FROM stage_request r USING stage s
                            WHERE s.id = :id AND r.key = s.key AND r.trial_id = s.lease_trial)
                        UPDATE stage SET
                            state = 'COMMITTED',
                            result = CAST(:result AS jsonb),
                            numerics = :numerics,
                            error = NULL,
                            computations = computations + 1,
                            seconds = seconds + extract(epoch FROM clock_timestamp() - lease_at),
                            committed_at = clock_timestamp(),
                            used_at = clock_timestamp(),
                            lease_worker = NULL, lease_at = NULL, lease_expires = NULL
                        WHERE id = :id
                        """)
                .bind("result", commit.result().toString())
                .bind("numerics", commit.numerics())
                .bind("id", lease.stageId())
                .execute();
    }

    static void saveCheckpoint(Handle handle, Lease lease, long step, ArtifactRef checkpoint) {
        handle.createUpdate("""
                        WITH progress AS (UPDATE stage SET lost = 0 WHERE id = :stageId AND lost > 0)
                        INSERT INTO checkpoint (stage_id, step, sha256, epoch) VALUES (:stageId, :step, :sha256, :epoch)
                        ON CONFLICT (stage_id, step) DO UPDATE SET sha256 = excluded.sha256, epoch = excluded.epoch, saved_at = now()
                        """)
                .bind("stageId", lease.stageId())
                .bind("step", step)
                .bind("sha256", checkpoint.sha256())
                .bind("epoch", lease.epoch())
                .execute();
    }

    static int forgetCheckpointsButTwo(Handle handle, Lease lease) {
        return handle.createUpdate("""
                        DELETE FROM checkpoint WHERE stage_id = :stageId AND step NOT IN (
                            SELECT step FROM checkpoint WHERE stage_id = :stageId ORDER BY step DESC LIMIT 2)
                        """)
                .bind("stageId", lease.stageId())
                .execute();
    }

    private static void forgetCheckpoints(Handle handle, Lease lease) {
        handle.createUpdate("DELETE FROM checkpoint WHERE stage_id = :stageId")
                .bind("stageId", lease.stageId())
                .execute();
    }

    static int revokeStage(Handle handle, StageKey key) {
        return handle.createUpdate("""
                        UPDATE stage SET state = 'REVOKED', lease_worker = NULL, lease_at = NULL, lease_expires = NULL
                        WHERE key = :key AND state <> 'REVOKED'
                        """)
                .bind("key", key.hex())
                .execute();
    }

    static int revokeLabels(Handle handle, StageKey key) {
        return handle.createUpdate("""
                        UPDATE label_version SET status = 'REVOKED'
                        WHERE stage_id = (SELECT id FROM stage WHERE key = :key AND state <> 'REVOKED')
                        """)
                .bind("key", key.hex())
                .execute();
    }
}
