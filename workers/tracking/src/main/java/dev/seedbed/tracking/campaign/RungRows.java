package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What trials of a campaign show at rungs, within a transaction that has the campaign to itself; made by {@link CourseRows#rungs}. */
public final class RungRows {

    private final Handle handle;
    private final long campaignId;

    RungRows(Handle handle, long campaignId) {
        this.handle = handle;
        this.campaignId = campaignId;
    }

    /**
     * A trial's wait for a verdict.
     *
     * @param point that it tries
     * @param decision ordinal that its verdict takes
     */
    public record Waiting(long trialId, int rung, int point, long seed, double value, int decision) {}

    /**
     * A point at a rung, by its trial of one seed.
     *
     * @param value what it showed there
     * @param over whether it can show nothing there any more
     */
    public record Member(int point, OptionalDouble value, boolean over) {}

    /** What is recorded of a trial at a rung. */
    public record Judged(Optional<String> verdict, Optional<String> reason) {}

    /**
     * A metric of a training at a step, or at its last one if that is earlier.
     *
     * @return empty if it was not told at that step
     */
    public Optional<MetricAt> metric(String stageKey, String name, long step) {
        return handle.createQuery("""
                        WITH s AS (SELECT id FROM stage WHERE key = :key AND state <> 'REVOKED'),
                        at AS (SELECT least(:step, max(m.step)) AS step FROM metric m JOIN s ON s.id = m.stage_id)
                        SELECT m.step, m.value
                        FROM s CROSS JOIN at
                        JOIN metric m ON m.stage_id = s.id AND m.step = at.step
                        JOIN metric_name n ON n.id = m.name_id AND n.name = :name
                        """)
                .bind("key", stageKey)
                .bind("name", name)
                .bind("step", step)
                .map(ConstructorMapper.of(MetricAt.class))
                .findOne();
    }

    /** A metric's value at a step. */
    public record MetricAt(long step, double value) {}

    /** The metrics that a training told at a step, or at its last one if that is earlier. */
    public List<String> metrics(String stageKey, long step) {
        return handle.createQuery("""
                        SELECT n.name
                        FROM stage s JOIN metric m ON m.stage_id = s.id JOIN metric_name n ON n.id = m.name_id
                        WHERE s.key = :key AND s.state <> 'REVOKED'
                          AND m.step = (SELECT least(:step, max(o.step)) FROM metric o WHERE o.stage_id = s.id)
                        ORDER BY n.name
                        """)
                .bind("key", stageKey)
                .bind("step", step)
                .mapTo(String.class)
                .list();
    }

    /** The point that a trial tries; empty for one that tries none, as a fork. */
    public OptionalInt point(long trialId) {
        return handle.createQuery("SELECT point FROM trial WHERE id = :id")
                .bind("id", trialId)
                .map((rows, context) -> rows.getObject("point") == null ? OptionalInt.empty() : OptionalInt.of(rows.getInt("point")))
                .one();
    }

    /**
     * Books what a trial shows; the trial no longer waits for the stage. What it showed before at the rung, when it was run with other
     * settings, is forgotten with its verdict.
     */
    public void report(long trialId, int rung, String stageKey, OptionalLong step, double value, int decision) {
        handle.createUpdate("""
                        WITH heard AS (DELETE FROM stage_request WHERE trial_id = :trialId AND key = :key)
                        INSERT INTO rung_report (trial_id, rung, stage_key, step, value, decision)
                        VALUES (:trialId, :rung, :key, :step, :value, :decision)
                        ON CONFLICT (trial_id, rung) DO UPDATE SET
                            stage_key = excluded.stage_key, step = excluded.step, value = excluded.value, decision = excluded.decision,
                            verdict = NULL, reason = NULL, judged_at = NULL, reported_at = now()
                        WHERE rung_report.value <> excluded.value OR rung_report.stage_key <> excluded.stage_key
                        """)
                .bind("trialId", trialId)
                .bind("rung", rung)
                .bind("key", stageKey)
                .bind("step", step)
                .bind("value", value)
                .bind("decision", decision)
                .execute();
    }

    /** Those that wait for a verdict, by rung, then by point. */
    public List<Waiting> waiting() {
        return handle.createQuery("""
                        SELECT r.trial_id, r.rung, t.point, t.seed, r.value, r.decision
                        FROM rung_report r JOIN trial t ON t.id = r.trial_id
                        WHERE t.campaign_id = :id AND r.verdict IS NULL AND t.state IN ('PENDING', 'RUNNING', 'PAUSED')
                        ORDER BY r.rung, t.point, t.seed
                        """)
                .bind("id", campaignId)
                .map(ConstructorMapper.of(Waiting.class))
                .list();
    }

    /** Points from one number to another at a rung, by their trials of one seed. */
    public List<Member> members(int rung, long seed, int first, int last) {
        return handle.createQuery("""
                        SELECT t.point, r.value,
                               t.state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED')
                                   OR EXISTS (SELECT FROM rung_report l WHERE l.trial_id = t.id AND l.rung > :rung) AS over
                        FROM trial t LEFT JOIN rung_report r ON r.trial_id = t.id AND r.rung = :rung
                        WHERE t.campaign_id = :id AND t.seed = :seed AND t.point BETWEEN :first AND :last
                        ORDER BY t.point
                        """)
                .bind("id", campaignId)
                .bind("rung", rung)
                .bind("seed", seed)
                .bind("first", first)
                .bind("last", last)
                .map((rows, context) -> new Member(
                        rows.getInt("point"),
                        rows.getObject("value") == null ? OptionalDouble.empty() : OptionalDouble.of(rows.getDouble("value")),
                        rows.getBoolean("over")))
                .list();
    }

    /** Up to which point those were known that a point may depend on; empty where no decision says. */
    public OptionalInt knownTo(int point) {
        return handle.createQuery("""
                        SELECT max(CAST(numbers ->> 'upTo' AS integer)) AS known FROM decision
                        WHERE campaign_id = :id AND trial_id IS NULL AND kind IN ('propose-point', 'take-point')
                          AND CAST(numbers ->> 'point' AS integer) = :point
                        """)
                .bind("id", campaignId)
                .bind("point", point)
                .map((rows, context) -> rows.getObject("known") == null ? OptionalInt.empty() : OptionalInt.of(rows.getInt("known")))
                .one();
    }

    /**
     * Records a verdict as a decision of the trial.
     *
     * @param verdict {@code GO_ON} or {@code STOP}
     */
    public void judge(Waiting trial, String verdict, String kind, String reason, JsonNode numbers) {
        handle.createUpdate("""
                        WITH judged AS (
                            UPDATE rung_report SET verdict = :verdict, reason = :reason, judged_at = now()
                            WHERE trial_id = :trialId AND rung = :rung)
                        INSERT INTO decision (campaign_id, trial_id, ordinal, kind, reason, numbers)
                        VALUES (:id, :trialId, :decision, :kind, :reason, CAST(:numbers AS jsonb))
                        ON CONFLICT (campaign_id, trial_id, ordinal) DO UPDATE
                        SET kind = excluded.kind, reason = excluded.reason, numbers = excluded.numbers, decided_at = now()
                        """)
                .bind("id", campaignId)
                .bind("trialId", trial.trialId())
                .bind("rung", trial.rung())
                .bind("decision", trial.decision())
                .bind("verdict", verdict)
                .bind("kind", kind)
                .bind("reason", reason)
                .bind("numbers", numbers.toString())
                .execute();
    }

    /** What is recorded of a trial at a rung. */
    public Optional<Judged> judged(long trialId, int rung) {
        return handle.createQuery("SELECT verdict, reason FROM rung_report WHERE trial_id = :trialId AND rung = :rung")
                .bind("trialId", trialId)
                .bind("rung", rung)
                .map(ConstructorMapper.of(Judged.class))
                .findOne();
    }
}
