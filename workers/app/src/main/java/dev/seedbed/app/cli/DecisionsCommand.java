package dev.seedbed.app.cli;

import dev.seedbed.tracking.campaign.DecisionRow;
import dev.seedbed.tracking.campaign.DecisionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists a campaign's decisions. */
@Command(name = "decisions", description = "List why a campaign took the course that it took.", mixinStandardHelpOptions = true)
final class DecisionsCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "CAMPAIGN")
    private String campaign;

    @Mixin
    private Listing listing;

    DecisionsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.queryOf(campaign, database -> new DecisionStore(database).list(campaign)),
                new Listing.Column<DecisionRow>("TRIAL", DecisionRow::trial),
                new Listing.Column<>("KIND", DecisionRow::kind),
                new Listing.Column<>("REASON", DecisionRow::reason),
                new Listing.Column<>("NUMBERS", row -> Figures.brief(row.numbers())));
    }
}
