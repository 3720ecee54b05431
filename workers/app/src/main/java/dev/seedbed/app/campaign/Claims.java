package dev.seedbed.app.campaign;

import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.TrialStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The papers' claims that submitted campaigns try. */
public final class Claims {

    private final CampaignStore campaigns;
    private final TrialStore trials;

    public Claims(Database database) {
        this.campaigns = new CampaignStore(database);
        this.trials = new TrialStore(database);
    }

    /** The findings of one campaign, or of all that make a claim, by their names; a campaign without a claim has none. */
    public List<ClaimFinding> findings(Optional<String> campaign) {
        return campaigns.list().stream()
                .filter(row -> campaign.isEmpty() || campaign.get().equals(row.name()))
                .flatMap(this::finding)
                .sorted((a, b) -> a.campaign().compareTo(b.campaign()))
                .toList();
    }

    private Stream<ClaimFinding> finding(CampaignRow row) {
        var spec = Json.read(campaigns.spec(row.id()), CampaignSpec.class);
        return spec.claim().stream().map(claim -> ClaimFinding.of(row.name(), spec, claim, trials.list(Optional.of(row.name()))));
    }
}
