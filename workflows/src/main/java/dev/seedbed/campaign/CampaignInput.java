package dev.seedbed.campaign;

import dev.seedbed.stage.Ranges;

/**
 * A campaign to be run; its trials are rows.
 *
 * @param concurrency trials that may run at once, at least 1
 */
public record CampaignInput(long campaignId, int concurrency) {

    public CampaignInput {
        Ranges.atLeast("concurrency", concurrency, 1);
    }
}
