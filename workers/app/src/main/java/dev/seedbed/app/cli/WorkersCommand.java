package dev.seedbed.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.tracking.worker.MissingExecutor;
import dev.seedbed.tracking.worker.WorkerRow;
import dev.seedbed.tracking.worker.WorkerStore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists workers. */
@Command(
        name = "workers",
        description = "List the living workers: what each runs, how far and how fast, and whether it has stalled.",
        mixinStandardHelpOptions = true)
final class WorkersCommand implements Runnable {

    private final Seedbed seedbed;

    @Option(names = "--all", description = "Also those that have ended or were not seen for thirty seconds.")
    private boolean all;

    @Mixin
    private Listing listing;

    WorkersCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    private record Found(List<WorkerRow> workers, List<MissingExecutor> missing) {}

    @Override
    public void run() {
        Found found = seedbed.query(database -> {
            var workers = new WorkerStore(database);
            return new Found(workers.list(all), workers.missing());
        });
        listing.print(
                found.workers(),
                new Listing.Column<WorkerRow>("WORKER", WorkerRow::instance),
                new Listing.Column<>("POOL", WorkerRow::pool),
                new Listing.Column<>("HOST", WorkerRow::host),
                new Listing.Column<>("SLOTS", WorkerRow::slots),
                new Listing.Column<>("DEVICES", row -> row.devices().isEmpty() ? "-" : names(row.devices())),
                new Listing.Column<>("VERSION", WorkerRow::version),
                new Listing.Column<>("STATE", WorkersCommand::state),
                new Listing.Column<>("RUNS", row -> row.running().isEmpty() ? "-" : runs(row.running())));
        found.missing().forEach(missing -> Seedbed.tell(missing.sentence()));
    }

    private static String names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static String state(WorkerRow row) {
        if (row.endedAt().isPresent()) {
            return "ended";
        }
        String drain = row.drain() == Drain.NONE ? "takes work" : "drained";
        return row.live() ? drain : "not seen since " + Listing.time(row.lastSeen());
    }

    private static String runs(JsonNode running) {
        return StreamSupport.stream(running.spliterator(), false).map(WorkersCommand::run).collect(Collectors.joining("; "));
    }

    private static String run(JsonNode stage) {
        var text = new StringBuilder(stage.get("kind").asText());
        if (stage.hasNonNull("campaign")) {
            text.append(" of ").append(stage.get("campaign").asText()).append(" trial ").append(stage.get("trial").asText());
        }
        if (stage.path("total").asLong() > 0) {
            text.append(", ").append(stage.get("done").asText()).append('/').append(stage.get("total").asText());
        }
        if (stage.path("perSecond").asDouble() > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f images/s", stage.get("perSecond").asDouble()));
        }
        return text.append(stage.path("stalled").asBoolean() ? ", STALLED" : "").toString();
    }
}
