package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.engine.Connection;
import dev.seedbed.app.engine.Devices;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Logs;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.engine.WorkerProcess;
import dev.seedbed.app.engine.WorkerRuntime;
import dev.seedbed.app.engine.WorkerSettings;
import dev.seedbed.app.stage.StageExecutors;
import dev.seedbed.stage.Pool;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one worker in the foreground. */
@Command(
        name = "worker",
        description = "Run a worker of a pool, for the servers that the environment names or else for the stack on the state folder.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {

    private final Seedbed seedbed;
    private final WorkerRuntime.Starter starter;

    @Option(names = "--pool", required = true, paramLabel = "gpu|cpu", description = "The pool whose stages it takes.")
    private Pool pool;

    @Option(
            names = "--devices",
            split = ",",
            paramLabel = "DEVICE",
            description = "For the GPU pool: one slot for each, such as cuda:0,cuda:1; else the CUDA devices there are, else cpu:0.")
    private List<String> devices;

    @Option(names = "--slots", paramLabel = "N", description = "For the CPU pool: how many stages run at once.")
    private Integer slots;

    @Option(names = "--name", paramLabel = "NAME", description = "What it is called in listings; else its pool.")
    private String name;

    @Option(names = "--instance", hidden = true, description = "Its supervisor's name for this very process.")
    private String instance;

    @Option(names = "--supervised", hidden = true, description = "End when standard input ends.")
    private boolean supervised;

    WorkerCommand(Seedbed seedbed, WorkerRuntime.Starter starter) {
        this.seedbed = seedbed;
        this.starter = starter;
    }

    @Override
    public Integer call() throws InterruptedException {
        StateFolder state = seedbed.state();
        String called = Optional.ofNullable(name).orElse(pool.name().toLowerCase(Locale.ROOT));
        Logs.toOwn(state.log("worker-" + called));
        try (Stack stack = stack(state)) {
            new WorkerProcess(settings(called, stack.connection(), state), starter, supervised).run();
        }
        return ExitCode.DONE.code();
    }

    private WorkerSettings settings(String called, Connection connection, StateFolder state) {
        StackOptions options = StackOptions.of(devices, slots, false);
        List<String> own = pool == Pool.GPU && options.devices().isEmpty() ? Devices.detect() : options.devices();
        Devices.require(own);
        int width = pool == Pool.GPU ? Optional.ofNullable(slots).orElse(own.size()) : options.slots();
        String process = Optional.ofNullable(instance).orElseGet(() -> WorkerSettings.newInstance(called));
        return new WorkerSettings(process, called, pool, own, width, StageExecutors.versions(), connection, state);
    }

    /** A worker by hand joins servers that are there; it starts none. */
    private Stack stack(StateFolder state) throws InterruptedException {
        Environment environment = seedbed.environment();
        boolean named = environment.database().isPresent() & environment.temporal().isPresent();
        if (!named && Stack.status(state).isEmpty()) {
            throw new UserError("there is nothing to work for: set SEEDBED_JDBC_URL and TEMPORAL_ADDRESS, or run ./seedbed up --state "
                    + state + ", which has workers of its own");
        }
        return seedbed.join(StackOptions.defaults(), Seedbed::tell);
    }
}
