package dev.seedbed.app.cli;

import dev.seedbed.tracking.campaign.HistoryRow;
import dev.seedbed.tracking.campaign.HistoryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells a campaign's story. */
@Command(name = "history", description = "List what was done to a campaign and decided in it, in order.", mixinStandardHelpOptions = true)
final class HistoryCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "CAMPAIGN")
    private String campaign;

    @Mixin
    private Listing listing;

    HistoryCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.queryOf(campaign, database -> new HistoryStore(database).list(campaign)),
                new Listing.Column<HistoryRow>("AT", row -> Listing.time(row.at())),
                new Listing.Column<>("WHO", HistoryRow::who),
                new Listing.Column<>("WHAT", HistoryRow::what),
                new Listing.Column<>("TRIAL", HistoryRow::trial),
                new Listing.Column<>("TOLD", HistoryRow::told),
                new Listing.Column<>("WHY", HistoryRow::why));
    }
}
