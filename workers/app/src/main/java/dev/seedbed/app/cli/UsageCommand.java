package dev.seedbed.app.cli;

import dev.seedbed.tracking.team.TeamStore;
import dev.seedbed.tracking.team.TeamStore.Dimension;
import dev.seedbed.tracking.team.UsageRow;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what device time was used. */
@Command(name = "usage", description = "List used device time by team, user, campaign and kind of stage.", mixinStandardHelpOptions = true)
final class UsageCommand implements Runnable {

    private final Seedbed seedbed;

    @Option(names = "--by", split = ",", paramLabel = "team|user|campaign|kind", description = "What to tell apart, such as team,kind; else all.")
    private List<Dimension> by;

    @Option(names = "--since", paramLabel = "YYYY-MM-DD", description = "Only of this day (UTC) and later.")
    private LocalDate since;

    @Mixin
    private Listing listing;

    UsageCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        EnumSet<Dimension> dimensions = by == null ? EnumSet.allOf(Dimension.class) : EnumSet.copyOf(by);
        var start = Optional.ofNullable(since).map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
        listing.print(
                seedbed.query(database -> new TeamStore(database).usage(dimensions, start)),
                new Listing.Column<UsageRow>("TEAM", UsageRow::team),
                new Listing.Column<>("USER", UsageRow::user),
                new Listing.Column<>("CAMPAIGN", UsageRow::campaign),
                new Listing.Column<>("KIND", UsageRow::kind),
                new Listing.Column<>("ATTEMPTS", UsageRow::attempts),
                new Listing.Column<>("DEVICE-SECONDS", row -> Math.round(10 * row.deviceSeconds()) / 10.0),
                new Listing.Column<>("CPU-SECONDS", row -> Math.round(10 * row.cpuSeconds()) / 10.0));
    }
}
