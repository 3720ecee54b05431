package dev.seedbed.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.campaign.TriedPoint;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the points of a search. */
@Command(
        name = "points",
        description = "List what a campaign's search tried, with its objectives, mean ± deviation over seeds; * marks the best, of several objectives the Pareto front.",
        mixinStandardHelpOptions = true)
final class PointsCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "CAMPAIGN")
    private String campaign;

    @Mixin
    private Listing listing;

    PointsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        listing.print(
                seedbed.queryOf(campaign, database -> TriedPoint.list(database, campaign)),
                new Listing.Column<TriedPoint>("POINT", TriedPoint::number),
                new Listing.Column<>("STATE", row -> row.state().toLowerCase(Locale.ROOT)),
                new Listing.Column<>("BEST", row -> row.best() ? "*" : ""),
                new Listing.Column<>("OBJECTIVES", PointsCommand::objectives),
                new Listing.Column<>("TRIALS", TriedPoint::trials),
                new Listing.Column<>("FROM", row -> row.given() ? "given" : "proposed"),
                new Listing.Column<>("SETTINGS", row -> settings(row.settings())));
    }

    private static String objectives(TriedPoint row) {
        return IntStream.range(0, row.objectives().size())
                .mapToObj(i -> row.figures().get(i) + String.format(Locale.ROOT, " %.4g", row.objectives().get(i))
                        + (row.trials().size() < 2 ? "" : String.format(Locale.ROOT, " ± %.2g", row.deviations().get(i))))
                .collect(Collectors.joining(", "));
    }

    private static String settings(JsonNode settings) {
        return settings.properties().stream().map(value -> value.getKey() + "=" + value.getValue()).collect(Collectors.joining(" "));
    }
}
