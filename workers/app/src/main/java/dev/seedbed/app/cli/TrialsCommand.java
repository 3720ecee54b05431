package dev.seedbed.app.cli;

import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialStore;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists trials. */
@Command(name = "trials", description = "List trials of one campaign, or of all.", mixinStandardHelpOptions = true)
final class TrialsCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN", description = "Only this campaign's.")
    private String campaign;

    @Mixin
    private Listing listing;

    TrialsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.queryOf(campaign, database -> new TrialStore(database).list(Optional.ofNullable(campaign))),
                new Listing.Column<TrialRow>("CAMPAIGN", TrialRow::campaign),
                new Listing.Column<>("TRIAL", TrialRow::number),
                new Listing.Column<>("NAME", TrialRow::name),
                new Listing.Column<>("STATE", TrialRow::state),
                new Listing.Column<>("STAGES", TrialRow::stages),
                new Listing.Column<>("REUSED", TrialRow::stagesReused),
                new Listing.Column<>("FIGURES", row -> row.result().map(result -> Figures.brief(result.path("figures")))),
                new Listing.Column<>("ERROR", TrialRow::error));
    }
}
