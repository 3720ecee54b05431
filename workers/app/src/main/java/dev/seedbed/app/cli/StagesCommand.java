package dev.seedbed.app.cli;

import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists stages. */
@Command(
        name = "stages",
        description = "List the stages that trials asked for: computed or reused, how often, how long.",
        mixinStandardHelpOptions = true)
final class StagesCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN", description = "Only this campaign's.")
    private String campaign;

    @Mixin
    private Listing listing;

    StagesCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.queryOf(campaign, database -> new StageCatalog(database).list(Optional.ofNullable(campaign))),
                new Listing.Column<StageListing>("CAMPAIGN", StageListing::campaign),
                new Listing.Column<>("TRIAL", StageListing::trial),
                new Listing.Column<>("STAGE", StageListing::ordinal),
                new Listing.Column<>("KIND", StageListing::kind),
                new Listing.Column<>("STATUS", StageListing::status),
                new Listing.Column<>("REUSED", row -> row.reused() ? "yes" : "no"),
                new Listing.Column<>("COMPUTED", StageListing::computations),
                new Listing.Column<>("ATTEMPTS", StageListing::attempts),
                new Listing.Column<>("SECONDS", row -> Math.round(10 * row.seconds()) / 10.0),
                new Listing.Column<>("KEY", row -> row.key().substring(0, 12)),
                new Listing.Column<>("ERROR", StageListing::error));
    }
}
