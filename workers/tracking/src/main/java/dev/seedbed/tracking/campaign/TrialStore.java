package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.tracking.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Trials; they are recorded with their campaign. */
public final class TrialStore {

    private static final RowMapper<TrialRow> ROW = ConstructorMapper.of(TrialRow.class);

    private final Database database;

    public TrialStore(Database database) {
        this.database = database;
    }

    static void insert(Handle handle, long campaignId, NewTrial trial) {
        handle.createUpdate("""
                        INSERT INTO trial (campaign_id, number, name, seed, settings, input)
                        VALUES (:campaignId, :number, :name, :seed, CAST(:settings AS jsonb), CAST(:input AS jsonb))
                        """)
                .bind("campaignId", campaignId)
                .bind("number", trial.number())
                .bind("name", trial.name())
                .bind("seed", trial.seed())
                .bind("settings", trial.settings().toString())
                .bind("input", trial.input().toString())
                .execute();
    }

    /** Trials of one campaign, or of all; by campaign, the newest first, then by number. */
    public List<TrialRow> list(Optional<String> campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT t.id, c.name AS campaign, t.number, t.name, t.seed, t.settings, t.point, t.parent,
                               CASE WHEN c.paused AND t.state = 'RUNNING' THEN 'PAUSED' ELSE t.state END AS state, t.result,
                               count(s.stage_id) AS stages, count(s.stage_id) FILTER (WHERE s.reused) AS stages_reused,
                               t.started_at, t.finished_at, t.error
                        FROM trial t JOIN campaign c ON c.id = t.campaign_id LEFT JOIN trial_stage s ON s.trial_id = t.id
                        WHERE CAST(:campaign AS text) IS NULL OR c.name = :campaign
                        GROUP BY t.id, c.id
                        ORDER BY c.id DESC, t.number
                        """)
                .bind("campaign", campaign)
                .map(ROW)
                .list());
    }

    /** Trials that are neither done nor pruned, by number: what is left to run of a campaign, also of one that failed. */
    public List<Long> remaining(long campaignId) {
        return database.with(handle -> handle.createQuery("""
                        SELECT id FROM trial WHERE campaign_id = :campaignId AND state NOT IN ('DONE', 'PRUNED') ORDER BY number
                        """)
                .bind("campaignId", campaignId)
                .mapTo(Long.class)
                .list());
    }

    /** The campaign that a trial is of. */
    public long campaign(long id) {
        return database.with(handle -> handle.createQuery("SELECT campaign_id FROM trial WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one());
    }

    /** All that the trial's course depends on, as it was submitted. */
    public JsonNode input(long id) {
        return database.with(handle -> handle.createQuery("SELECT input FROM trial WHERE id = :id")
                .bind("id", id)
                .mapTo(JsonNode.class)
                .one());
    }

    /** Marks the trial as running, also one that failed or was cancelled and is taken up again. */
    public void start(long id) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE trial SET state = 'RUNNING', started_at = coalesce(started_at, now()), finished_at = NULL, error = NULL
                        WHERE id = :id AND state NOT IN ('RUNNING', 'DONE', 'PRUNED')
                        """)
                .bind("id", id)
                .execute());
    }

    /**
     * Records how the trial ended; again when told again. It wants no stage any longer.
     *
     * @param state a final one
     */
    public void finish(long id, TrialState state, Optional<JsonNode> result, Optional<String> error) {
        if (!state.isFinal()) {
            throw new IllegalArgumentException("a trial does not end as " + state);
        }
        database.with(handle -> handle.createUpdate("""
                        WITH heard AS (DELETE FROM stage_request WHERE trial_id = :id)
                        UPDATE trial SET state = :state, result = CAST(:result AS jsonb), error = :error, finished_at = now(), booked = false
                        WHERE id = :id AND state <> :state
                        """)
                .bind("state", state)
                .bind("result", result.map(JsonNode::toString))
                .bind("error", error)
                .bind("id", id)
                .execute());
    }
}
