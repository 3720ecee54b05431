package dev.seedbed.app.cli;

import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists campaigns. */
@Command(name = "campaigns", description = "List campaigns, the newest first.", mixinStandardHelpOptions = true)
final class CampaignsCommand implements Runnable {

    private final Seedbed seedbed;

    @Mixin
    private Listing listing;

    CampaignsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.query(database -> new CampaignStore(database).list()),
                new Listing.Column<CampaignRow>("CAMPAIGN", CampaignRow::name),
                new Listing.Column<>("STATE", CampaignRow::state),
                new Listing.Column<>("TRIALS", CampaignRow::trials),
                new Listing.Column<>("DONE", CampaignRow::trialsDone),
                new Listing.Column<>("PRIORITY", CampaignRow::priority),
                new Listing.Column<>("TEAM", CampaignRow::team),
                new Listing.Column<>("USER", CampaignRow::username),
                new Listing.Column<>("SUBMITTED", row -> Listing.time(row.submittedAt())),
                new Listing.Column<>("FINISHED", row -> row.finishedAt().map(Listing::time)),
                new Listing.Column<>("CLOSED", CampaignRow::closed));
    }
}
