package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Campaigns. */
public final class CampaignStore {

    private static final RowMapper<CampaignRow> ROW = ConstructorMapper.of(CampaignRow.class);

    private final Database database;

    public CampaignStore(Database database) {
        this.database = database;
    }

    /**
     * Records a campaign and its trials, or finds the one that was recorded under this name with this content.
     *
     * @throws NameTakenException if the name stands for another content
     */
    public CampaignRow submit(NewCampaign campaign, List<NewTrial> trials) {
        database.inTransaction(handle -> {
            insert(handle, campaign).ifPresent(id -> trials.forEach(trial -> TrialStore.insert(handle, id, trial)));
            return null;
        });
        CampaignRow row = find(campaign.name()).orElseThrow();
        if (!row.contentSha256().equals(campaign.contentSha256())) {
            throw new NameTakenException("campaign", campaign.name());
        }
        return row;
    }

    private static Optional<Long> insert(Handle handle, NewCampaign campaign) {
        return handle.createQuery("""
                        INSERT INTO campaign (name, content_sha256, spec, file, team, username, priority, terms, template)
                        VALUES (:name, :contentSha256, CAST(:spec AS jsonb), :file, :team, :user, :priority,
                                CAST(:terms AS jsonb), CAST(:template AS jsonb))
                        ON CONFLICT (name) DO NOTHING
                        RETURNING id
                        """)
                .bind("name", campaign.name())
                .bind("contentSha256", campaign.contentSha256())
                .bind("spec", campaign.spec().toString())
                .bind("file", campaign.file())
                .bind("team", campaign.team())
                .bind("user", campaign.user())
                .bind("priority", campaign.priority())
                .bind("terms", campaign.course().map(course -> course.terms().toString()))
                .bind("template", campaign.course().map(course -> course.template().toString()))
                .mapTo(Long.class)
                .findOne();
    }

    /** The campaign of that name. */
    public Optional<CampaignRow> find(String name) {
        return select(Optional.of(name)).stream().findFirst();
    }

    /** All campaigns, the newest first. */
    public List<CampaignRow> list() {
        return select(Optional.empty());
    }

    private List<CampaignRow> select(Optional<String> name) {
        return database.with(handle -> handle.createQuery("""
                        SELECT c.id, c.name, c.content_sha256, c.team, c.username,
                               CASE WHEN c.paused AND c.state IN ('SUBMITTED', 'RUNNING') THEN 'PAUSED' ELSE c.state END AS state,
                               c.priority, c.terms IS NOT NULL AS steerable, c.closed, c.submitted_at, c.started_at, c.finished_at,
                               c.error, count(t.id) AS trials, count(t.id) FILTER (WHERE t.state = 'DONE') AS trials_done
                        FROM campaign c LEFT JOIN trial t ON t.campaign_id = c.id
                        WHERE CAST(:name AS text) IS NULL OR c.name = :name
                        GROUP BY c.id
                        ORDER BY c.id DESC
                        """)
                .bind("name", name)
                .map(ROW)
                .list());
    }

    /** On which terms the campaign runs; empty: it was submitted before campaigns could be steered. */
    public Optional<JsonNode> terms(long id) {
        return database.with(handle -> handle.createQuery("SELECT terms FROM campaign WHERE id = :id")
                .bind("id", id)
                .map((rows, context) -> Optional.ofNullable(rows.getString("terms")).map(json -> Json.read(json, JsonNode.class)))
                .one());
    }

    /** Gives a campaign that was submitted before campaigns could be steered, and that has ended, what it takes. */
    public void makeSteerable(long id, NewCampaign.Course course) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE campaign SET terms = CAST(:terms AS jsonb), template = CAST(:template AS jsonb)
                        WHERE id = :id AND terms IS NULL AND state IN ('DONE', 'FAILED', 'CANCELLED')
                        """)
                .bind("terms", course.terms().toString())
                .bind("template", course.template().toString())
                .bind("id", id)
                .execute());
    }

    /** Campaigns that have been submitted and have not ended, the oldest first. */
    public List<CampaignRow> unfinished() {
        return list().reversed().stream().filter(row -> !row.state().isFinal()).toList();
    }

    /** The campaign's content as JSON. */
    public JsonNode spec(long id) {
        return database.with(handle -> handle.createQuery("SELECT spec FROM campaign WHERE id = :id")
                .bind("id", id)
                .mapTo(JsonNode.class)
                .one());
    }

    /** The campaign file as submitted. */
    public String file(long id) {
        return database.with(handle -> handle.createQuery("SELECT file FROM campaign WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    /** Marks the campaign as running, also one that had ended and is taken up again. */
    public void start(long id) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE campaign SET state = 'RUNNING', started_at = coalesce(started_at, now()), finished_at = NULL, error = NULL
                        WHERE id = :id AND state <> 'RUNNING'
                        """)
                .bind("id", id)
                .execute());
    }

    /**
     * Records how the campaign ended; again when told again.
     *
     * @param state a final one
     */
    public void finish(long id, CampaignState state, Optional<String> error) {
        if (!state.isFinal()) {
            throw new IllegalArgumentException("a campaign does not end as " + state);
        }
        database.with(handle -> handle.createUpdate("""
                        UPDATE campaign SET state = :state, error = :error, finished_at = now()
                        WHERE id = :id AND state <> :state
                        """)
                .bind("state", state)
                .bind("error", error)
                .bind("id", id)
                .execute());
    }

    /**
     * Deletes the campaign with its trials, decisions and links. Stages that nobody else asked for, and their artifacts, go with the
     * next collection.
     *
     * @return whether there was one
     */
    public boolean delete(String name) {
        return database.with(handle -> handle.createUpdate("DELETE FROM campaign WHERE name = :name")
                .bind("name", name)
                .execute()) > 0;
    }
}
