package dev.seedbed.app.cli;

import dev.seedbed.app.engine.Connection;
import dev.seedbed.app.engine.Devices;
import dev.seedbed.app.engine.Logs;
import dev.seedbed.app.engine.Signals;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.engine.Supervisor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the stack in the foreground. */
@Command(
        name = "up",
        description = "Run Postgres, Temporal and the workers until interrupted; what dies is started again.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private final Seedbed seedbed;
    private final Consumer<Connection> takeUp;

    @Option(
            names = "--devices",
            split = ",",
            paramLabel = "DEVICE",
            description = "Devices of the GPU pool, such as cuda:0,cuda:1 or cpu:0,cpu:1; else the CUDA devices there are, else cpu:0.")
    private List<String> devices;

    @Option(names = "--cpu-slots", paramLabel = "N", description = "How many stages of the CPU pool run at once.")
    private Integer cpuSlots;

    @Option(names = "--while-used", hidden = true, description = "End when the last client has left.")
    private boolean whileUsed;

    UpCommand(Seedbed seedbed, Consumer<Connection> takeUp) {
        this.seedbed = seedbed;
        this.takeUp = takeUp;
    }

    @Override
    public Integer call() throws InterruptedException {
        StateFolder state = seedbed.state();
        StackOptions options = StackOptions.of(devices, cpuSlots, whileUsed);
        Devices.require(options.devices());
        Logs.toOwn(state.log("up"));
        Seedbed.tell("state folder " + state + ", logs in " + state.logs());
        var supervisor = new Supervisor(state, options, seedbed.environment(), seedbed.jvm(), takeUp, Seedbed::tell);
        var exit = new AtomicReference<>(ExitCode.DONE);
        stopOn(Signals.INT, supervisor, exit, ExitCode.INTERRUPTED);
        stopOn(Signals.TERM, supervisor, exit, ExitCode.DONE);
        stopOn(Signals.HUP, supervisor, exit, ExitCode.DONE);
        return switch (supervisor.run()) {
            case STOPPED, UNUSED -> exit.get().code();
            case ALREADY_RUNNING -> ExitCode.DONE.code();
        };
    }

    private static void stopOn(Signals signal, Supervisor supervisor, AtomicReference<ExitCode> exit, ExitCode code) {
        signal.on(() -> {
            exit.set(code);
            supervisor.stop();
        });
    }
}
