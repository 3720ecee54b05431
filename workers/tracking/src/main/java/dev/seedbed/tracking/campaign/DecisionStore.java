package dev.seedbed.tracking.campaign;

import dev.seedbed.json.Json;
import dev.seedbed.method.Decision;
import dev.seedbed.tracking.Database;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Decisions: recorded once, however often they are told. */
public final class DecisionStore {

    private final Database database;

    public DecisionStore(Database database) {
        this.database = database;
    }

    /** Records a trial's decision; {@code ordinal} tells a repetition from another one. */
    public void record(long trialId, int ordinal, Decision decision) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO decision (campaign_id, trial_id, ordinal, kind, reason, numbers)
                        SELECT campaign_id, id, :ordinal, :kind, :reason, CAST(:numbers AS jsonb) FROM trial WHERE id = :trialId
                        ON CONFLICT DO NOTHING
                        """)
                .bind("trialId", trialId)
                .bind("ordinal", ordinal)
                .bind("kind", decision.kind())
                .bind("reason", decision.reason())
                .bind("numbers", Json.write(decision.numbers()))
                .execute());
    }

    /** Records a decision on a campaign as a whole. */
    public void recordForCampaign(long campaignId, int ordinal, Decision decision) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO decision (campaign_id, ordinal, kind, reason, numbers)
                        VALUES (:campaignId, :ordinal, :kind, :reason, CAST(:numbers AS jsonb))
                        ON CONFLICT DO NOTHING
                        """)
                .bind("campaignId", campaignId)
                .bind("ordinal", ordinal)
                .bind("kind", decision.kind())
                .bind("reason", decision.reason())
                .bind("numbers", Json.write(decision.numbers()))
                .execute());
    }

    /** The decisions of a campaign: by trial, then in their order. */
    public List<DecisionRow> list(String campaign) {
        return database.with(handle -> handle.createQuery("""
                        SELECT c.name AS campaign, t.number AS trial, d.ordinal, d.kind, d.reason, d.numbers, d.decided_at
                        FROM decision d JOIN campaign c ON c.id = d.campaign_id LEFT JOIN trial t ON t.id = d.trial_id
                        WHERE c.name = :campaign
                        ORDER BY t.number NULLS FIRST, d.ordinal
                        """)
                .bind("campaign", campaign)
                .map(ConstructorMapper.of(DecisionRow.class))
                .list());
    }
}
