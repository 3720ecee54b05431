package dev.seedbed.app.cli;

import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStore;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists label versions. */
@Command(
        name = "labels",
        description = "List label versions: what they are, where they came from, what they are worth.",
        mixinStandardHelpOptions = true)
final class LabelsCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN", description = "Only those that this campaign's trials made or used.")
    private String campaign;

    @Mixin
    private Listing listing;

    LabelsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.queryOf(campaign, database -> new LabelStore(database).list(Optional.ofNullable(campaign))),
                new Listing.Column<LabelRow>("ID", LabelRow::id),
                new Listing.Column<>("KIND", LabelRow::kind),
                new Listing.Column<>("ROUND", LabelRow::round),
                new Listing.Column<>("MIOU", row -> row.quality().map(quality -> quality.path("meanIou").asDouble())),
                new Listing.Column<>("COVERAGE", LabelRow::coverage),
                new Listing.Column<>("SUPERVISION", LabelRow::supervision),
                new Listing.Column<>("PARENTS", LabelRow::parents),
                new Listing.Column<>("STATUS", LabelRow::status),
                new Listing.Column<>("HASH", row -> row.contentHash().substring(0, 12)),
                new Listing.Column<>("STAGE", row -> row.stageKey().map(key -> key.substring(0, 12))));
    }
}
