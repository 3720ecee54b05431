package dev.seedbed.app.cli;

import dev.seedbed.tracking.stage.ReuseRow;
import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(names = "--reuse", description = "One line a campaign: what it computed, what it found, and what that saved.")
    private boolean reuse;

    @Mixin
    private Listing listing;

    StagesCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        if (reuse) {
            listReuse();
        } else {
            listStages();
        }
    }

    private void listReuse() {
        listing.print(
                seedbed.queryOf(campaign, database -> new StageCatalog(database).reuse(Optional.ofNullable(campaign))),
                new Listing.Column<ReuseRow>("CAMPAIGN", ReuseRow::campaign),
                new Listing.Column<>("COMPUTED", ReuseRow::computed),
                new Listing.Column<>("REUSED", ReuseRow::reused),
                new Listing.Column<>("DEVICE-SECONDS", row -> rounded(row.deviceSeconds())),
                new Listing.Column<>("CPU-SECONDS", row -> rounded(row.cpuSeconds())),
                new Listing.Column<>("SAVED-DEVICE-SECONDS", row -> rounded(row.savedDeviceSeconds())),
                new Listing.Column<>("SAVED-CPU-SECONDS", row -> rounded(row.savedCpuSeconds())));
    }

    private static double rounded(double seconds) {
        return Math.round(10 * seconds) / 10.0;
    }

    private void listStages() {
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
                new Listing.Column<>("SECONDS", row -> rounded(row.seconds())),
                new Listing.Column<>("KEY", row -> row.key().substring(0, 12)),
                new Listing.Column<>("ERROR", StageListing::error));
    }
}
