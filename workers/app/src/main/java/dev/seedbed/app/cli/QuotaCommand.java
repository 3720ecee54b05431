package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.tracking.stage.StageStore;
import dev.seedbed.tracking.team.Period;
import dev.seedbed.tracking.team.QuotaRow;
import dev.seedbed.tracking.team.TeamStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists and changes teams' quotas and weights; every form ends with the list as it then is. */
@Command(
        name = "quota",
        description = "List teams' quotas of device time and their weights; set or remove them.",
        mixinStandardHelpOptions = true)
final class QuotaCommand implements Runnable {

    private final Seedbed seedbed;

    @Mixin
    private Listing listing;

    QuotaCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        change(listing, teams -> {});
    }

    @Command(name = "set", description = "Limit the device-seconds of the GPU pool that a team may use in a calendar period (UTC).", mixinStandardHelpOptions = true)
    void set(
            @Parameters(paramLabel = "TEAM") String team,
            @Parameters(paramLabel = "DEVICE-SECONDS", description = "0: the team takes no device.") double seconds,
            @Option(names = "--per", defaultValue = "week", paramLabel = "day|week|month", description = "Else week.") Period period,
            @Mixin Listing shown) {
        require("DEVICE-SECONDS", seconds, seconds >= 0);
        change(shown, teams -> teams.setQuota(team, period, seconds));
    }

    @Command(name = "remove", description = "Remove a team's quotas.", mixinStandardHelpOptions = true)
    void remove(
            @Parameters(paramLabel = "TEAM") String team,
            @Option(names = "--per", paramLabel = "day|week|month", description = "Only this one.") Period period,
            @Mixin Listing shown) {
        change(shown, teams -> {
            if (teams.removeQuota(team, Optional.ofNullable(period)) == 0) {
                throw new UserError("team " + team + " has no such quota; see ./seedbed quota");
            }
        });
    }

    @Command(name = "weight", description = "Give a team a share of device time beside other teams' weights; 1 unless set.", mixinStandardHelpOptions = true)
    void weight(@Parameters(paramLabel = "TEAM") String team, @Parameters(paramLabel = "WEIGHT") double weight, @Mixin Listing shown) {
        require("WEIGHT", weight, weight > 0);
        change(shown, teams -> teams.setWeight(team, weight));
    }

    private static void require(String name, double value, boolean holds) {
        if (!holds || Double.isInfinite(value)) {
            throw new UserError(name + " is " + value + "; it must be a number " + (name.equals("WEIGHT") ? "above 0" : "of at least 0"));
        }
    }

    private void change(Listing shown, Consumer<TeamStore> change) {
        List<QuotaRow> rows = seedbed.query(database -> {
            var teams = new TeamStore(database);
            change.accept(teams);
            try (var stages = new StageStore(database)) {
                stages.admissionChanged();
            }
            return teams.quotas();
        });
        shown.print(
                rows,
                new Listing.Column<QuotaRow>("TEAM", QuotaRow::team),
                new Listing.Column<>("WEIGHT", QuotaRow::weight),
                new Listing.Column<>("PER", row -> row.period().map(period -> period.name().toLowerCase(Locale.ROOT))),
                new Listing.Column<>("DEVICE-SECONDS", QuotaRow::seconds),
                new Listing.Column<>("USED", row -> row.used().map(used -> Math.round(10 * used) / 10.0)));
    }
}
