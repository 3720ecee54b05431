package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.tracking.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** A trial at a gate, in one transaction. */
public final class GateRows {

    private final Handle handle;
    private final long trialId;
    private final int decision;

    private GateRows(Handle handle, long trialId, int decision) {
        this.handle = handle;
        this.trialId = trialId;
        this.decision = decision;
    }

    /**
     * Does the work in one transaction, all of it again if the connection breaks; it must be harmless when repeated.
     *
     * @param decision ordinal of the trial's decision that the outcome is
     */
    public static <T> T at(Database database, long trialId, int decision, Function<GateRows, T> work) {
        return database.inTransaction(handle -> work.apply(new GateRows(handle, trialId, decision)));
    }

    /**
     * How it stands.
     *
     * @param status what people said of the label version: a {@link dev.seedbed.tracking.label.LabelStatus}
     * @param outcome where it is clear
     * @param late whether the time of people is up
     */
    public record Standing(
            long labelId,
            String status,
            OptionalDouble meanIou,
            double coverage,
            Optional<String> outcome,
            Optional<String> reason,
            Optional<Instant> deadline,
            boolean late) {}

    /** The row of a label version: the newest of that content and origin that is not revoked. */
    public static Optional<Long> label(Database database, LabelVersion version) {
        return database.with(handle -> handle.createQuery("""
                        SELECT id FROM label_version WHERE sha256 = :sha256 AND origin = :origin
                        ORDER BY status = 'REVOKED', id DESC LIMIT 1
                        """)
                .bind("sha256", version.sha256())
                .bind("origin", version.origin())
                .mapTo(Long.class)
                .findOne());
    }

    /**
     * Opens the gate; one that was opened before stays as it was, its deadline too. One that was opened with another label version, when the
     * trial was run with other settings, is opened anew.
     *
     * @param hours that people have; empty: without end
     */
    public void open(long labelId, JsonNode gate, OptionalDouble hours) {
        handle.createUpdate("""
                        INSERT INTO gate (trial_id, decision, label_id, rule, deadline)
                        VALUES (:trialId, :decision, :labelId, CAST(:gate AS jsonb), now() + make_interval(secs => 3600 * CAST(:hours AS double precision)))
                        ON CONFLICT (trial_id, decision) DO UPDATE SET
                            label_id = excluded.label_id, rule = excluded.rule, opened_at = now(), deadline = excluded.deadline,
                            outcome = NULL, reason = NULL, decided_at = NULL
                        WHERE gate.label_id <> excluded.label_id OR gate.rule <> excluded.rule
                        """)
                .bind("trialId", trialId)
                .bind("decision", decision)
                .bind("labelId", labelId)
                .bind("gate", gate.toString())
                .bind("hours", hours.isPresent() ? hours.getAsDouble() : null)
                .execute();
    }

    /** How it stands; others that look at the gate wait until this transaction has ended. */
    public Standing standing() {
        return handle.createQuery("""
                        SELECT g.label_id, l.status, l.mean_iou, l.coverage, g.outcome, g.reason, g.deadline,
                               coalesce(g.deadline <= clock_timestamp(), false) AS late
                        FROM gate g JOIN label_version l ON l.id = g.label_id
                        WHERE g.trial_id = :trialId AND g.decision = :decision
                        FOR UPDATE OF g
                        """)
                .bind("trialId", trialId)
                .bind("decision", decision)
                .map(ConstructorMapper.of(Standing.class))
                .one();
    }

    /** Records the outcome as a decision of the trial. */
    public void decide(String outcome, String kind, String reason, JsonNode numbers) {
        handle.createUpdate("""
                        WITH decided AS (
                            UPDATE gate SET outcome = :outcome, reason = :reason, decided_at = now()
                            WHERE trial_id = :trialId AND decision = :decision)
                        INSERT INTO decision (campaign_id, trial_id, ordinal, kind, reason, numbers)
                        SELECT campaign_id, id, :decision, :kind, :reason, CAST(:numbers AS jsonb) FROM trial WHERE id = :trialId
                        ON CONFLICT (campaign_id, trial_id, ordinal) DO UPDATE
                        SET kind = excluded.kind, reason = excluded.reason, numbers = excluded.numbers, decided_at = now()
                        """)
                .bind("trialId", trialId)
                .bind("decision", decision)
                .bind("outcome", outcome)
                .bind("kind", kind)
                .bind("reason", reason)
                .bind("numbers", numbers.toString())
                .execute();
    }

    /** Gates at which people are waited for, of one campaign or of all, the oldest first. */
    public static List<OpenGate> open(Database database, Optional<String> campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT campaign, trial, label_id, labels, before, mean_iou, coverage, opened_at, deadline, otherwise
                        FROM open_gate
                        WHERE CAST(:campaign AS text) IS NULL OR campaign = :campaign
                        ORDER BY opened_at, campaign, trial
                        """)
                .bind("campaign", campaign)
                .map(ConstructorMapper.of(OpenGate.class))
                .list());
    }
}
