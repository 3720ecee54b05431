package dev.seedbed.tracking.stage;

import dev.seedbed.tracking.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Which stages trials asked for, and what became of them. */
public final class StageCatalog {

    private final Database database;

    public StageCatalog(Database database) {
        this.database = database;
    }

    /** One row per trial and stage, of one campaign or of all: by campaign, the newest first, then by trial and ordinal. */
    public List<StageListing> list(Optional<String> campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT s.key, s.kind, c.name AS campaign, t.number AS trial, ts.ordinal, ts.reused,
                               CASE WHEN s.state <> 'CLAIMED' THEN s.state
                                    WHEN s.lease_expires > clock_timestamp() THEN 'RUNNING'
                                    ELSE 'INTERRUPTED' END AS status,
                               s.computations, s.attempts, s.seconds,
                               coalesce((SELECT jsonb_object_agg(a.name, a.sha256)
                                         FROM stage_artifact a WHERE a.stage_id = s.id), '{}') AS outputs,
                               s.generation, s.executor_version, s.numerics, s.lease_worker AS worker, s.started_at, s.committed_at, s.error
                        FROM trial_stage ts
                        JOIN stage s ON s.id = ts.stage_id
                        JOIN trial t ON t.id = ts.trial_id
                        JOIN campaign c ON c.id = t.campaign_id
                        WHERE CAST(:campaign AS text) IS NULL OR c.name = :campaign
                        ORDER BY c.id DESC, t.number, ts.ordinal
                        """)
                .bind("campaign", campaign)
                .map(ConstructorMapper.of(StageListing.class))
                .list());
    }

    /** What one campaign, or each, computed and found; the newest first. */
    public List<ReuseRow> reuse(Optional<String> campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT * FROM campaign_reuse WHERE CAST(:campaign AS text) IS NULL OR campaign = :campaign ORDER BY campaign_id DESC
                        """)
                .bind("campaign", campaign)
                .map(ConstructorMapper.of(ReuseRow.class))
                .list());
    }
}
