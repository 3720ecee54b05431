package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.label.LabelReview;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A campaign's rows in one transaction that has the campaign to itself: whatever is decided is decided on what holds, and written whole. */
public final class CourseRows {

    private final Handle handle;
    private final long id;

    private CourseRows(Handle handle, long id) {
        this.handle = handle;
        this.id = id;
    }

    /** Does the work in one transaction, all of it again if the connection breaks; it must be harmless when repeated. */
    public static <T> T alone(Database database, long campaignId, Function<CourseRows, T> work) {
        return database.inTransaction(handle -> {
            handle.createQuery("SELECT id FROM campaign WHERE id = :id FOR UPDATE").bind("id", campaignId).mapTo(Long.class).one();
            return work.apply(new CourseRows(handle, campaignId));
        });
    }

    /** Reads rows without keeping others from changing them. */
    public static <T> T read(Database database, long campaignId, Function<CourseRows, T> question) {
        return database.with(handle -> question.apply(new CourseRows(handle, campaignId)));
    }

    /** What its trials show at rungs. */
    public RungRows rungs() {
        return new RungRows(handle, id);
    }

    /** Whether a trial has ended of which no note was taken. */
    public boolean hasUnbooked() {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM trial WHERE campaign_id = :id AND NOT booked
                                       AND state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED'))
                        """)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** How the campaign stands. */
    public Standing standing() {
        return handle.createQuery("""
                        SELECT c.id, c.name, c.state, c.terms, c.priority, c.team, c.paused, c.cancelled, c.closed,
                               coalesce(extract(epoch FROM coalesce(c.finished_at, c.paused_at, now()) - c.started_at) - c.idle_seconds, 0)
                                   AS active_seconds,
                               (SELECT coalesce(sum(u.seconds), 0) FROM device_use u
                                WHERE u.campaign_id = c.id AND u.pool = 'gpu' AND c.terms #> '{budget,deviceSeconds}' IS NOT NULL)
                                   AS device_seconds
                        FROM campaign c WHERE c.id = :id
                        """)
                .bind("id", id)
                .map(ConstructorMapper.of(Standing.class))
                .one();
    }

    /** Marks the campaign as begun. */
    public void begin() {
        handle.createUpdate("UPDATE campaign SET state = 'RUNNING', started_at = coalesce(started_at, now()) WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Takes a campaign that had ended up again; the time since its end counts against no budget. */
    public void reopen() {
        handle.createUpdate("""
                        UPDATE campaign SET state = 'RUNNING', error = NULL, cancelled = false, closed = NULL,
                            idle_seconds = idle_seconds + coalesce(extract(epoch FROM now() - finished_at), 0), finished_at = NULL
                        WHERE id = :id AND state IN ('FAILED', 'CANCELLED')
                        """)
                .bind("id", id)
                .execute();
    }

    public void finish(CampaignState state) {
        handle.createUpdate("""
                        UPDATE campaign SET state = :state, finished_at = now(), paused = false, paused_at = NULL,
                            idle_seconds = idle_seconds + coalesce(extract(epoch FROM now() - paused_at), 0)
                        WHERE id = :id
                        """)
                .bind("state", state)
                .bind("id", id)
                .execute();
    }

    public void setTerms(JsonNode terms) {
        handle.createUpdate("UPDATE campaign SET terms = CAST(:terms AS jsonb) WHERE id = :id")
                .bind("terms", terms.toString())
                .bind("id", id)
                .execute();
    }

    public void setPriority(int priority) {
        handle.createUpdate("UPDATE campaign SET priority = :priority WHERE id = :id").bind("priority", priority).bind("id", id).execute();
    }

    public void pause() {
        handle.createUpdate("UPDATE campaign SET paused = true, paused_at = now() WHERE id = :id").bind("id", id).execute();
    }

    public void resume() {
        handle.createUpdate("""
                        UPDATE campaign SET paused = false, paused_at = NULL,
                            idle_seconds = idle_seconds + coalesce(extract(epoch FROM now() - greatest(paused_at, started_at)), 0)
                        WHERE id = :id
                        """)
                .bind("id", id)
                .execute();
    }

    /** @param reason why no further trial is begun; empty: they are */
    public void setClosed(Optional<String> reason) {
        handle.createUpdate("UPDATE campaign SET closed = :reason WHERE id = :id").bind("reason", reason).bind("id", id).execute();
    }

    public void cancelCampaign() {
        handle.createUpdate("UPDATE campaign SET cancelled = true WHERE id = :id").bind("id", id).execute();
    }

    /** Asks for the end of one trial, or of all that have not ended; those whose turn has not come end at once. */
    public int cancelTrials(OptionalInt number) {
        return handle.createUpdate("""
                        UPDATE trial SET cancelled = true,
                            state = CASE WHEN admitted_at IS NULL THEN 'CANCELLED' ELSE state END,
                            finished_at = CASE WHEN admitted_at IS NULL THEN now() END
                        WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED')
                          AND (CAST(:number AS integer) IS NULL OR number = :number)
                        """)
                .bind("id", id)
                .bind("number", number)
                .execute();
    }

    /**
     * Takes note of trials that have ended.
     *
     * @return how many there were
     */
    public int book() {
        return handle.createUpdate("""
                        UPDATE trial SET booked = true
                        WHERE campaign_id = :id AND NOT booked AND state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED')
                        """)
                .bind("id", id)
                .execute();
    }

    /** The points of which nothing is observed yet, by number. */
    public List<OpenPoint> openPoints() {
        return handle.createQuery("""
                        SELECT p.number, p.settings, bool_and(t.state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED')) AS complete
                        FROM point p JOIN trial t ON t.campaign_id = p.campaign_id AND t.point = p.number
                        WHERE p.campaign_id = :id AND p.open
                        GROUP BY p.campaign_id, p.number
                        ORDER BY p.number
                        """)
                .bind("id", id)
                .map(ConstructorMapper.of(OpenPoint.class))
                .list();
    }

    /** What the trials of some points came to, by trial. */
    public List<SeedResult> results(Collection<Integer> points) {
        return handle.createQuery("""
                        SELECT t.point, t.state, t.result -> 'figures' AS figures,
                               (SELECT coalesce(sum(s.seconds), 0) FROM trial_stage l JOIN stage s ON s.id = l.stage_id
                                WHERE l.trial_id = t.id AND s.pool = 'gpu')
                                   AS device_seconds
                        FROM trial t WHERE t.campaign_id = :id AND t.point = ANY(:points)
                        ORDER BY t.number
                        """)
                .bind("id", id)
                .bindArray("points", Integer.class, points)
                .map(ConstructorMapper.of(SeedResult.class))
                .list();
    }

    /** How many observations there are. */
    public int observations() {
        return count("SELECT coalesce(max(ordinal), 0) FROM observation WHERE campaign_id = :id");
    }

    /** Observations after the first so many, in their order. */
    public List<ObservationRow> observationsAfter(int ordinal) {
        return handle.createQuery("""
                        SELECT o.ordinal, o.point, p.settings, o.state, o.objectives, o.deviations, o.rung, o.value
                        FROM observation o JOIN point p ON p.campaign_id = o.campaign_id AND p.number = o.point
                        WHERE o.campaign_id = :id AND o.ordinal > :ordinal
                        ORDER BY o.ordinal
                        """)
                .bind("id", id)
                .bind("ordinal", ordinal)
                .map(OBSERVATION)
                .list();
    }

    private static final RowMapper<ObservationRow> OBSERVATION = (rows, context) -> new ObservationRow(
            rows.getInt("ordinal"),
            rows.getInt("point"),
            Json.read(rows.getString("settings"), JsonNode.class),
            ObservationRow.State.valueOf(rows.getString("state")),
            doubles(rows, "objectives"),
            doubles(rows, "deviations"),
            rows.getObject("rung") == null ? OptionalInt.empty() : OptionalInt.of(rows.getInt("rung")),
            rows.getObject("value") == null ? OptionalDouble.empty() : OptionalDouble.of(rows.getDouble("value")));

    static List<Double> doubles(ResultSet rows, String column) throws SQLException {
        Array array = rows.getArray(column);
        return array == null ? List.of() : Arrays.stream((Double[]) array.getArray()).toList();
    }

    /** Records what came of a point. */
    public void observe(ObservationRow observation) {
        handle.createUpdate("""
                        WITH closed AS (UPDATE point SET open = false WHERE campaign_id = :id AND number = :point)
                        INSERT INTO observation (campaign_id, ordinal, point, state, objectives, deviations, rung, value)
                        VALUES (:id, :ordinal, :point, :state, :objectives, :deviations, :rung, :value)
                        """)
                .bind("id", id)
                .bind("ordinal", observation.ordinal())
                .bind("point", observation.point())
                .bind("state", observation.state())
                .bindArray("objectives", Double.class, observation.objectives())
                .bindArray("deviations", Double.class, observation.deviations())
                .bind("rung", observation.rung())
                .bind("value", observation.value())
                .execute();
    }

    /** The best first objective that was measured. */
    public OptionalDouble best(boolean highest) {
        return handle.createQuery("""
                        SELECT CASE WHEN :highest THEN max(objectives[1]) ELSE min(objectives[1]) END
                        FROM observation WHERE campaign_id = :id AND state = 'MEASURED'
                        """)
                .bind("id", id)
                .bind("highest", highest)
                .map((rows, context) -> rows.getObject(1) == null ? OptionalDouble.empty() : OptionalDouble.of(rows.getDouble(1)))
                .one();
    }

    /** The number of the last point. */
    public int points() {
        return count("SELECT coalesce(max(number), 0) FROM point WHERE campaign_id = :id");
    }

    /** How many of the points were given. */
    public int given() {
        return count("SELECT count(*) FROM point WHERE campaign_id = :id AND given");
    }

    /** The number of the last trial. */
    public int trials() {
        return count("SELECT coalesce(max(number), 0) FROM trial WHERE campaign_id = :id");
    }

    /** Trials whose turn has come and that have not ended. */
    public int running() {
        return count("""
                SELECT count(*) FROM trial
                WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED') AND admitted_at IS NOT NULL
                """);
    }

    /** Trials that wait at a rung for others, on no device. */
    public int atRungs() {
        return count("""
                SELECT count(*) FROM trial t JOIN rung_report r ON r.trial_id = t.id AND r.verdict IS NULL
                WHERE t.campaign_id = :id AND t.state IN ('PENDING', 'RUNNING', 'PAUSED')
                """);
    }

    /** Points all of whose trials under way wait at a rung for others. */
    public int pointsAtRungs() {
        return count("""
                SELECT count(*) FROM (
                    SELECT t.point FROM trial t
                    WHERE t.campaign_id = :id AND t.point IS NOT NULL AND t.state IN ('PENDING', 'RUNNING', 'PAUSED')
                    GROUP BY t.point
                    HAVING bool_and(EXISTS (SELECT FROM rung_report r WHERE r.trial_id = t.id AND r.verdict IS NULL))) waiting
                """);
    }

    /** Trials whose turn has not come. */
    public int waiting() {
        return count("""
                SELECT count(*) FROM trial
                WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED') AND admitted_at IS NULL
                """);
    }

    public int failed() {
        return count("SELECT count(*) FROM trial WHERE campaign_id = :id AND state = 'FAILED'");
    }

    private int count(String query) {
        return handle.createQuery(query).bind("id", id).mapTo(Integer.class).one();
    }

    public void addPoint(int number, boolean given, JsonNode settings) {
        handle.createUpdate("INSERT INTO point (campaign_id, number, given, settings) VALUES (:id, :number, :given, CAST(:settings AS jsonb))")
                .bind("id", id)
                .bind("number", number)
                .bind("given", given)
                .bind("settings", settings.toString())
                .execute();
    }

    /** An observation of the point is still to come, again. */
    public void openPoint(int number) {
        handle.createUpdate("UPDATE point SET open = true WHERE campaign_id = :id AND number = :number")
                .bind("id", id)
                .bind("number", number)
                .execute();
    }

    /**
     * Records trials.
     *
     * @param point that they try
     * @param parent number of the trial that they are forked from
     */
    public void addTrials(List<NewTrial> trials, OptionalInt point, OptionalInt parent) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO trial (campaign_id, number, name, seed, settings, input, point, parent)
                VALUES (:id, :number, :name, :seed, CAST(:settings AS jsonb), CAST(:input AS jsonb), :point, :parent)
                """);
        for (NewTrial trial : trials) {
            batch.bind("id", id)
                    .bind("number", trial.number())
                    .bind("name", trial.name())
                    .bind("seed", trial.seed())
                    .bind("settings", trial.settings().toString())
                    .bind("input", trial.input().toString())
                    .bind("point", point)
                    .bind("parent", parent)
                    .add();
        }
        batch.execute();
    }

    /** Records that a trial cannot run at all. */
    public void fail(int number, String error) {
        handle.createUpdate("UPDATE trial SET state = 'FAILED', error = :error, finished_at = now() WHERE campaign_id = :id AND number = :number")
                .bind("id", id)
                .bind("number", number)
                .bind("error", error)
                .execute();
    }

    /** Lets so many trials begin, those with the lowest numbers. */
    public void admit(int most) {
        handle.createUpdate("""
                        UPDATE trial SET admitted_at = now()
                        WHERE id IN (SELECT id FROM trial
                                     WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED') AND admitted_at IS NULL
                                     ORDER BY number LIMIT :most)
                        """)
                .bind("id", id)
                .bind("most", most)
                .execute();
    }

    /** Forgets which trials' workflows were started. */
    public void forgetTold() {
        handle.createUpdate("UPDATE trial SET told_at = NULL WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED')")
                .bind("id", id)
                .execute();
    }

    /** Ids of trials whose turn has come and whose workflows are to be started. */
    public List<Long> untold() {
        return ids("""
                SELECT id FROM trial
                WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED') AND admitted_at IS NOT NULL AND told_at IS NULL
                ORDER BY number
                """);
    }

    /** Ids of trials under way that shall end. */
    public List<Long> toCancel() {
        return ids("SELECT id FROM trial WHERE campaign_id = :id AND state IN ('PENDING', 'RUNNING', 'PAUSED') AND cancelled ORDER BY number");
    }

    private List<Long> ids(String query) {
        return handle.createQuery(query).bind("id", id).mapTo(Long.class).list();
    }

    /** Records that trials' workflows were started; in a transaction of its own. */
    public static void told(Database database, List<Long> trialIds) {
        database.with(handle -> handle.createUpdate("UPDATE trial SET told_at = now() WHERE id = ANY(:ids)")
                .bindArray("ids", Long.class, trialIds)
                .execute());
    }

    /** What its trials are made from. */
    public JsonNode template() {
        return handle.createQuery("SELECT template FROM campaign WHERE id = :id").bind("id", id).mapTo(JsonNode.class).one();
    }

    /** A trial that something is wanted of. */
    public record TrialPart(long id, int number, String name, long seed, TrialState state, JsonNode settings, OptionalInt point, OptionalInt parent) {}

    /** The trial of that number. */
    public Optional<TrialPart> trial(int number) {
        return handle.createQuery("""
                        SELECT id, number, name, seed, state, settings, point, parent FROM trial WHERE campaign_id = :id AND number = :number
                        """)
                .bind("id", id)
                .bind("number", number)
                .map((rows, context) -> new TrialPart(
                        rows.getLong("id"), rows.getInt("number"), rows.getString("name"), rows.getLong("seed"),
                        TrialState.valueOf(rows.getString("state")), Json.read(rows.getString("settings"), JsonNode.class),
                        rows.getObject("point") == null ? OptionalInt.empty() : OptionalInt.of(rows.getInt("point")),
                        rows.getObject("parent") == null ? OptionalInt.empty() : OptionalInt.of(rows.getInt("parent"))))
                .findOne();
    }

    /** All that the trial's course depends on. */
    public JsonNode input(int number) {
        return handle.createQuery("SELECT input FROM trial WHERE campaign_id = :id AND number = :number")
                .bind("id", id)
                .bind("number", number)
                .mapTo(JsonNode.class)
                .one();
    }

    /** Puts a trial that had ended back in line, with these settings. */
    public void again(NewTrial trial) {
        handle.createUpdate("""
                        UPDATE trial SET state = 'PENDING', settings = CAST(:settings AS jsonb), input = CAST(:input AS jsonb), result = NULL,
                            error = NULL, finished_at = NULL, admitted_at = NULL, told_at = NULL, cancelled = false, booked = false
                        WHERE campaign_id = :id AND number = :number
                        """)
                .bind("id", id)
                .bind("number", trial.number())
                .bind("settings", trial.settings().toString())
                .bind("input", trial.input().toString())
                .execute();
    }

    /** Puts all trials that failed or were cancelled back in line, as they are. */
    public void againAll() {
        handle.createUpdate("""
                        WITH again AS (
                            UPDATE trial SET state = 'PENDING', error = NULL, finished_at = NULL, admitted_at = NULL, told_at = NULL,
                                cancelled = false, booked = false
                            WHERE campaign_id = :id AND state IN ('FAILED', 'CANCELLED')
                            RETURNING point)
                        UPDATE point SET open = true WHERE campaign_id = :id AND number IN (SELECT point FROM again)
                        """)
                .bind("id", id)
                .execute();
    }

    /** The label version at whose gate a trial waits for a person; empty if it waits at none. */
    public Optional<Long> gatedLabel(int trial) {
        return handle.createQuery("""
                        SELECT g.label_id FROM open_gate g JOIN trial t ON t.id = g.trial_id
                        WHERE t.campaign_id = :id AND t.number = :trial
                        """)
                .bind("id", id)
                .bind("trial", trial)
                .mapTo(Long.class)
                .findFirst();
    }

    /** Records what a person thinks of a label version. */
    public void judgeLabel(UUID deed, long labelId, boolean good, Optional<String> note, String user) {
        LabelReview.judge(handle, deed, labelId, good, note, user);
    }

    /** The last rung that each pruned trial of some points reported at, by trial. */
    public List<LastRung> lastRungs(Collection<Integer> points) {
        return handle.createQuery("""
                        SELECT DISTINCT ON (t.number) t.point, r.rung, r.value
                        FROM trial t JOIN rung_report r ON r.trial_id = t.id
                        WHERE t.campaign_id = :id AND t.point = ANY(:points) AND t.state = 'PRUNED'
                        ORDER BY t.number, r.rung DESC
                        """)
                .bind("id", id)
                .bindArray("points", Integer.class, points)
                .map(ConstructorMapper.of(LastRung.class))
                .list();
    }

    /** Where a pruned trial was stopped, and what it showed there. */
    public record LastRung(int point, int rung, double value) {}

    /** Records a decision on the campaign. */
    public void decide(String kind, String reason, JsonNode numbers) {
        handle.createUpdate("""
                        INSERT INTO decision (campaign_id, ordinal, kind, reason, numbers)
                        SELECT :id, coalesce(max(ordinal), 0) + 1, :kind, :reason, CAST(:numbers AS jsonb)
                        FROM decision WHERE campaign_id = :id AND trial_id IS NULL
                        """)
                .bind("id", id)
                .bind("kind", kind)
                .bind("reason", reason)
                .bind("numbers", numbers.toString())
                .execute();
    }

    /** What was answered when the action was told before. */
    public Optional<String> answered(UUID action) {
        return handle.createQuery("SELECT answer FROM action WHERE id = :action").bind("action", action).mapTo(String.class).findOne();
    }

    /** Records what somebody did. */
    public void record(UUID action, JsonNode what, String user, Optional<String> why, String answer) {
        handle.createUpdate("""
                        INSERT INTO action (id, campaign_id, action, username, why, answer)
                        VALUES (:action, :id, CAST(:what AS jsonb), :user, :why, :answer)
                        """)
                .bind("action", action)
                .bind("id", id)
                .bind("what", what.toString())
                .bind("user", user)
                .bind("why", why)
                .bind("answer", answer)
                .execute();
    }
}
