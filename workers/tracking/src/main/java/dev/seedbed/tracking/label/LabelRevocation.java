package dev.seedbed.tracking.label;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.stage.StageState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Withdraws label versions with everything derived from them.
 *
 * <p>A stage is derived from a label version if its value names the version (content and origin), from a stage if its value names one
 * of that stage's outputs, such as weights, or if the label versions that it made descend from that stage's. Who asks for a withdrawn
 * stage afterwards computes its next generation. An imported version is withdrawn too, with all that used it; a stage names it by its
 * content, so of two imports with equal masks each takes the same stages with it.
 */
public final class LabelRevocation {

    private final Database database;
    private final String user;

    /** @param user who acts */
    public LabelRevocation(Database database, String user) {
        this.database = database;
        this.user = Objects.requireNonNull(user, "user");
    }

    /** What {@link #revoke} would withdraw; changes nothing. Empty for a version that is revoked already. */
    public Revocation plan(long id) {
        return database.inTransaction(handle -> plan(handle, id));
    }

    /** Withdraws the version and everything derived from it, at once or not at all. */
    public Revocation revoke(long id, Optional<String> note) {
        UUID deed = UUID.randomUUID();
        return database.inTransaction(handle -> {
            keepStagesAsTheyAre(handle);
            Revocation revocation = plan(handle, id);
            List<Long> stages = revocation.stages().stream().map(Revocation.Stage::id).toList();
            List<Long> labels = revocation.labels().stream().map(Revocation.Version::id).toList();
            revokeStages(handle, stages);
            revokeLabels(handle, labels);
            labels.forEach(label -> LabelReview.record(
                    handle, deed, label, LabelAction.Kind.REVOKED, Optional.empty(), label == id ? note : Optional.of(withVersion(id, note)), user));
            return revocation;
        });
    }

    private static String withVersion(long id, Optional<String> note) {
        return "with label version " + id + note.map(text -> ": " + text).orElse("");
    }

    private static Revocation plan(Handle handle, long id) {
        if (isRevoked(handle, id)) {
            return new Revocation(List.of(), List.of(), List.of());
        }
        List<Revocation.Stage> stages = stages(handle, id);
        List<Long> ids = stages.stream().map(Revocation.Stage::id).toList();
        return new Revocation(labels(handle, id, ids), stages, trials(handle, ids));
    }

    /** Nobody claims or commits while it is found out what falls; who claims afterwards sees that its labels are revoked. */
    private static void keepStagesAsTheyAre(Handle handle) {
        handle.execute("LOCK TABLE stage IN SHARE ROW EXCLUSIVE MODE");
    }

    private static boolean isRevoked(Handle handle, long id) {
        return handle.createQuery("SELECT status = 'REVOKED' FROM label_version WHERE id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private static List<Revocation.Stage> stages(Handle handle, long id) {
        return handle.createQuery("""
                        WITH RECURSIVE
                        live AS MATERIALIZED (
                            SELECT id, spec FROM stage WHERE state <> 'REVOKED'),
                        label_use AS MATERIALIZED (
                            SELECT live.id AS stage_id, version ->> 'sha256' AS sha256, version ->> 'origin' AS origin
                            FROM live, jsonb_path_query(live.spec, 'strict $.** ? (exists (@.sha256) && exists (@.origin))') AS version),
                        output_use AS MATERIALIZED (
                            SELECT live.id AS stage_id, text #>> '{}' AS sha256
                            FROM live, jsonb_path_query(live.spec, 'strict $.** ? (@ like_regex "^[0-9a-f]{64}$")') AS text),
                        derived (source, id) AS MATERIALIZED (
                            SELECT l.stage_id, u.stage_id
                            FROM label_use u JOIN label_version l ON l.sha256 = u.sha256 AND l.origin = u.origin
                            UNION
                            SELECT o.stage_id, u.stage_id
                            FROM output_use u JOIN stage_artifact o ON o.sha256 = u.sha256 JOIN artifact a ON a.sha256 = o.sha256
                            WHERE a.format <> 'LABELS'
                            UNION
                            SELECT parent.stage_id, child.stage_id
                            FROM label_parent p
                            JOIN label_version parent ON parent.id = p.parent_id
                            JOIN label_version child ON child.id = p.child_id),
                        fallen (id) AS (
                            SELECT l.stage_id FROM label_version l WHERE l.id = :id
                            UNION
                            SELECT u.stage_id
                            FROM label_version l JOIN label_use u ON u.sha256 = l.sha256 AND u.origin = l.origin
                            WHERE l.id = :id
                            UNION
                            SELECT c.stage_id FROM label_parent p JOIN label_version c ON c.id = p.child_id WHERE p.parent_id = :id
                            UNION
                            SELECT d.id FROM fallen f JOIN derived d ON d.source = f.id)
                        SELECT s.id, s.key, s.kind, s.state
                        FROM stage s JOIN fallen f ON f.id = s.id
                        WHERE s.state <> 'REVOKED'
                        ORDER BY s.id
                        """)
                .bind("id", id)
                .map(ConstructorMapper.of(Revocation.Stage.class))
                .list();
    }

    private static List<Revocation.Version> labels(Handle handle, long id, List<Long> stages) {
        return handle.createQuery("""
                        SELECT l.id, l.sha256 AS content_hash, l.name, l.kind, s.key AS stage_key
                        FROM label_version l LEFT JOIN stage s ON s.id = l.stage_id
                        WHERE l.status <> 'REVOKED' AND (l.id = :id OR l.stage_id = ANY (:stages))
                        ORDER BY l.id
                        """)
                .bind("id", id)
                .bindArray("stages", Long.class, stages)
                .map(ConstructorMapper.of(Revocation.Version.class))
                .list();
    }

    private static List<Revocation.Trial> trials(Handle handle, List<Long> stages) {
        return handle.createQuery("""
                        SELECT c.id AS campaign_id, c.name AS campaign, t.number, t.name, t.state, array_agg(DISTINCT ts.stage_id) AS stages
                        FROM trial_stage ts JOIN trial t ON t.id = ts.trial_id JOIN campaign c ON c.id = t.campaign_id
                        WHERE ts.stage_id = ANY (:stages)
                        GROUP BY c.id, t.id
                        ORDER BY c.id DESC, t.number
                        """)
                .bindArray("stages", Long.class, stages)
                .map(ConstructorMapper.of(Revocation.Trial.class))
                .list();
    }

    private static void revokeStages(Handle handle, List<Long> stages) {
        handle.createUpdate("""
                        UPDATE stage SET state = :revoked, lease_worker = NULL, lease_at = NULL, lease_expires = NULL
                        WHERE id = ANY (:stages)
                        """)
                .bind("revoked", StageState.REVOKED)
                .bindArray("stages", Long.class, stages)
                .execute();
    }

    private static void revokeLabels(Handle handle, List<Long> labels) {
        handle.createUpdate("UPDATE label_version SET status = :revoked WHERE id = ANY (:labels)")
                .bind("revoked", LabelStatus.REVOKED)
                .bindArray("labels", Long.class, labels)
                .execute();
    }
}
