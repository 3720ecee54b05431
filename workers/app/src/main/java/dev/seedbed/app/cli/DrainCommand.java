package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.json.Nearest;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.stage.StageStore;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.tracking.worker.WorkerRow;
import dev.seedbed.tracking.worker.WorkerStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a worker take nothing new. */
@Command(
        name = "drain",
        description = "Have a worker take nothing new: what it runs ends, or with --now writes a checkpoint and goes on elsewhere.",
        mixinStandardHelpOptions = true)
final class DrainCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "WORKER", description = "An instance, or a name that several can bear; see ./seedbed workers.")
    private String worker;

    @Option(names = "--now", description = "Do not wait for running stages: they write a checkpoint, others go on with them.")
    private boolean now;

    @Option(names = "--undo", description = "Have it take work again.")
    private boolean undo;

    @Mixin
    private Listing listing;

    DrainCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    /** A worker that was told. */
    record Told(String worker, Drain order) {}

    @Override
    public void run() {
        if (now && undo) {
            throw new UserError("--now and --undo contradict each other");
        }
        Drain order = undo ? Drain.NONE : now ? Drain.NOW : Drain.FINISH;
        List<Told> told = seedbed.query(database -> tell(database, order)).stream().map(instance -> new Told(instance, order)).toList();
        listing.print(told, new Listing.Column<Told>("WORKER", Told::worker), new Listing.Column<>("ORDER", Told::order));
    }

    private List<String> tell(Database database, Drain order) {
        var workers = new WorkerStore(database);
        List<String> told = workers.drain(worker, order);
        if (told.isEmpty()) {
            List<String> living = workers.list(false).stream().map(WorkerRow::instance).toList();
            throw new UserError("there is no living worker " + worker + (living.isEmpty() ? "; none runs" : Nearest.hint(worker, living)));
        }
        try (var stages = new StageStore(database)) {
            stages.admissionChanged();
        }
        return told;
    }
}
