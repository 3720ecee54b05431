package dev.seedbed.tracking.campaign;

import dev.seedbed.tracking.Database;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What was done to campaigns and decided in them. */
public final class HistoryStore {

    private final Database database;

    public HistoryStore(Database database) {
        this.database = database;
    }

    /** Everything about a campaign in the order in which it happened. */
    public List<HistoryRow> list(String campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT a.acted_at AS at, CAST(NULL AS integer) AS trial, a.username AS who, a.action ->> 'action' AS what,
                               a.answer AS told, a.why, a.action AS numbers, 0 AS place
                        FROM action a JOIN campaign c ON c.id = a.campaign_id
                        WHERE c.name = :campaign
                        UNION ALL
                        SELECT d.decided_at, t.number, NULL, d.kind, d.reason, NULL, d.numbers, d.ordinal
                        FROM decision d JOIN campaign c ON c.id = d.campaign_id LEFT JOIN trial t ON t.id = d.trial_id
                        WHERE c.name = :campaign
                        ORDER BY at, trial NULLS FIRST, place
                        """)
                .bind("campaign", campaign)
                .map(ConstructorMapper.of(HistoryRow.class))
                .list());
    }
}
