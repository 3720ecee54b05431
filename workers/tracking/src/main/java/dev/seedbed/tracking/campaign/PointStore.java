package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import java.util.Arrays;
import java.util.List;

/** The points of searches. */
public final class PointStore {

    private final Database database;

    public PointStore(Database database) {
        this.database = database;
    }

    /** The points of a campaign with their last observations, by number. */
    public List<PointRow> list(String campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT p.number, p.given, p.settings, CASE WHEN p.open THEN 'OPEN' ELSE o.state END AS state,
                               CASE WHEN NOT p.open THEN o.objectives END AS objectives, CASE WHEN NOT p.open THEN o.deviations END AS deviations,
                               (SELECT array_agg(t.number ORDER BY t.number) FROM trial t
                                WHERE t.campaign_id = p.campaign_id AND t.point = p.number) AS trials
                        FROM point p JOIN campaign c ON c.id = p.campaign_id
                        LEFT JOIN LATERAL (SELECT * FROM observation o WHERE o.campaign_id = p.campaign_id AND o.point = p.number
                                           ORDER BY o.ordinal DESC LIMIT 1) o ON true
                        WHERE c.name = :campaign
                        ORDER BY p.number
                        """)
                .bind("campaign", campaign)
                .map((rows, context) -> new PointRow(
                        rows.getInt("number"), rows.getBoolean("given"), Json.read(rows.getString("settings"), JsonNode.class),
                        rows.getString("state"), CourseRows.doubles(rows, "objectives"), CourseRows.doubles(rows, "deviations"),
                        Arrays.stream((Integer[]) rows.getArray("trials").getArray()).toList()))
                .list());
    }
}
