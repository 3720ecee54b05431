package dev.seedbed.tracking.team;

import dev.seedbed.tracking.Database;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Teams: their weights, their quotas, and what device time they used. */
public final class TeamStore {

    private final Database database;

    public TeamStore(Database database) {
        this.database = database;
    }

    /** What usage can be told apart by. */
    public enum Dimension {
        TEAM,
        USER,
        CAMPAIGN,
        KIND
    }

    /** @param weight positive and finite; 1 is every team's unless set */
    public void setWeight(String team, double weight) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO team (name, weight) VALUES (:team, :weight) ON CONFLICT (name) DO UPDATE SET weight = excluded.weight
                        """)
                .bind("team", team)
                .bind("weight", weight)
                .execute());
    }

    /** @param seconds at least 0; with 0 the team takes no device */
    public void setQuota(String team, Period period, double seconds) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO quota (team, period, seconds) VALUES (:team, :period, :seconds)
                        ON CONFLICT (team, period) DO UPDATE SET seconds = excluded.seconds
                        """)
                .bind("team", team)
                .bind("period", period)
                .bind("seconds", seconds)
                .execute());
    }

    /**
     * Removes one of a team's quotas, or all where no period is given.
     *
     * @return how many there were
     */
    public int removeQuota(String team, Optional<Period> period) {
        return database.with(handle -> handle.createUpdate("""
                        DELETE FROM quota WHERE team = :team AND (CAST(:period AS text) IS NULL OR period = :period)
                        """)
                .bind("team", team)
                .bind("period", period)
                .execute());
    }

    /** Every team that has a weight or a quota, by name, then by period. */
    public List<QuotaRow> quotas() {
        return database.with(handle -> handle.createQuery("""
                        SELECT coalesce(q.team, t.name) AS team, coalesce(t.weight, 1) AS weight, q.period, q.seconds, q.used
                        FROM quota_use q FULL JOIN team t ON t.name = q.team
                        ORDER BY 1, q.period
                        """)
                .map(ConstructorMapper.of(QuotaRow.class))
                .list());
    }

    /**
     * Why a campaign of a team cannot be run within the team's quotas: one of them is 0, or the campaign's budget exceeds one.
     *
     * @param budget the campaign's own, in device-seconds
     */
    public Optional<String> objection(String team, OptionalDouble budget) {
        return quotas().stream()
                .filter(quota -> quota.team().equals(team) && quota.seconds().isPresent())
                .map(quota -> objection(quota, budget))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> objection(QuotaRow quota, OptionalDouble budget) {
        double seconds = quota.seconds().orElseThrow();
        String period = quota.period().orElseThrow().name().toLowerCase(Locale.ROOT);
        if (seconds == 0) {
            return Optional.of("team " + quota.team() + " may use no device: its quota for a " + period
                    + " is 0; raise it with ./seedbed quota set, or name another team");
        }
        if (budget.isPresent() && budget.getAsDouble() > seconds) {
            return Optional.of(String.format(Locale.ROOT,
                    "a budget of %.0f device-seconds is more than the %.0f that team %s may use in a %s; lower budget.deviceSeconds or raise the quota",
                    budget.getAsDouble(), seconds, quota.team(), period));
        }
        return Optional.empty();
    }

    /**
     * What was used, the most first.
     *
     * @param by what is told apart; at least one
     * @param since only what was used on this day (UTC) and later
     */
    public List<UsageRow> usage(Set<Dimension> by, Optional<Instant> since) {
        return database.with(handle -> handle.createQuery("""
                        SELECT CASE WHEN :team THEN u.team END AS team, CASE WHEN :user THEN u.username END AS "user",
                               CASE WHEN :campaign THEN u.campaign END AS campaign, CASE WHEN :kind THEN u.kind END AS kind,
                               count(DISTINCT (u.stage_id, u.epoch)) AS attempts,
                               coalesce(sum(u.seconds) FILTER (WHERE u.pool = 'gpu'), 0) AS device_seconds,
                               coalesce(sum(u.seconds) FILTER (WHERE u.pool = 'cpu'), 0) AS cpu_seconds
                        FROM device_use u
                        WHERE CAST(:since AS timestamptz) IS NULL OR u.day >= CAST(CAST(:since AS timestamptz) AT TIME ZONE 'UTC' AS date)
                        GROUP BY 1, 2, 3, 4
                        ORDER BY device_seconds DESC, cpu_seconds DESC, 1, 2, 3, 4
                        """)
                .bind("team", by.contains(Dimension.TEAM))
                .bind("user", by.contains(Dimension.USER))
                .bind("campaign", by.contains(Dimension.CAMPAIGN))
                .bind("kind", by.contains(Dimension.KIND))
                .bind("since", since)
                .map(ConstructorMapper.of(UsageRow.class))
                .list());
    }

    /** Device-seconds of the GPU pool that a campaign was charged so far, running attempts up to their last renewal. */
    public double deviceSeconds(long campaignId) {
        return database.with(handle -> handle.createQuery("""
                        SELECT coalesce(sum(seconds), 0) FROM device_use WHERE campaign_id = :campaignId AND pool = 'gpu'
                        """)
                .bind("campaignId", campaignId)
                .mapTo(Double.class)
                .one());
    }
}
