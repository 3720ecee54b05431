package dev.seedbed.app.cli;

import dev.seedbed.app.cli.Listing.Column;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StackStatus;
import dev.seedbed.app.engine.StackStatus.Part;
import dev.seedbed.tracking.worker.WorkerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what runs. */
@Command(name = "status", description = "Tell what runs: processes, ports, addresses, versions.", mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {

    private final Seedbed seedbed;

    @Mixin
    private Listing listing;

    StatusCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        Optional<StackStatus> running = Stack.status(seedbed.state());
        if (listing.json()) {
            listing.print(running.map(List::of).orElse(List.of()));
        } else if (running.isPresent()) {
            print(running.get());
        }
        if (running.filter(status -> status.jdbcUrl().isPresent()).isPresent()) {
            seedbed.query(database -> new WorkerStore(database).missing()).forEach(missing -> Seedbed.tell(missing.sentence()));
        }
        if (running.isEmpty()) {
            Seedbed.tell("nothing runs on " + seedbed.state());
            Stack.leftovers(seedbed.state()).forEach(left -> Seedbed.tell("left over from a killed stack: " + left
                    + "; the next stack ends it"));
        }
    }

    private void print(StackStatus status) {
        line("stack", status.phase().name().toLowerCase(Locale.ROOT) + " for " + age(status.since()) + ", pid " + status.pid()
                + (status.whileUsed() ? ", while used, " + status.clients() + " clients" : ""));
        line("database", status.jdbcUrl().orElse("-"));
        line("temporal", status.temporalAddress().orElse("-") + " " + status.temporalKind().map(kind -> "(" + kind + ")").orElse(""));
        line("state", status.state());
        line("artifacts", status.artifacts());
        line("logs", status.logs());
        line("versions", String.join(", ", status.versions().entrySet().stream().map(v -> v.getKey() + " " + v.getValue()).toList()));
        listing.print(
                status.parts(),
                new Column<Part>("PART", Part::name),
                new Column<Part>("STATE", part -> part.state().name().toLowerCase(Locale.ROOT)),
                new Column<Part>("PID", Part::pid),
                new Column<Part>("PORT", Part::port),
                new Column<Part>("UP", part -> age(part.since())),
                new Column<Part>("RESTARTS", Part::restarts));
    }

    private static void line(String name, String value) {
        System.out.printf("%-10s %s%n", name, value.strip());
    }

    private static String age(Instant since) {
        Duration age = Duration.between(since, Instant.now()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        return age.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
