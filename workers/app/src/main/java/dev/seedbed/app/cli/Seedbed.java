package dev.seedbed.app.cli;

import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Jvm;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.engine.WorkerRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's root: what all commands share. */
@Command(
        name = "seedbed",
        description = "Durable experiments in weakly supervised segmentation.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:a mistake in the command, a file or the data", "3:cancelled", "130:interrupted"})
public final class Seedbed implements Runnable {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where the embedded servers keep their data; else SEEDBED_STATE, else ~/.seedbed.")
    private Path stateFolder;

    @Spec
    private CommandSpec spec;

    private final Environment environment;
    private final Jvm jvm;

    Seedbed(Environment environment, Jvm jvm) {
        this.environment = environment;
        this.jvm = jvm;
    }

    public static void main(String[] arguments) {
        System.exit(run(new Jvm(Seedbed.class.getName()), IdleWorker::new, arguments));
    }

    /** Every command, each with what it needs. To add one, add a line. */
    private static List<Object> commands(Seedbed seedbed, WorkerRuntime.Starter worker) {
        return List.of(
                new UpCommand(seedbed, connection -> {}),
                new StatusCommand(seedbed),
                new WorkerCommand(seedbed, worker),
                new MigrateCommand(seedbed));
    }

    /**
     * Runs the program.
     *
     * @param jvm how it starts its own processes
     * @param worker what a worker does
     * @return the exit code
     */
    public static int run(Jvm jvm, WorkerRuntime.Starter worker, String... arguments) {
        var seedbed = new Seedbed(Environment.current(), jvm);
        var line = new CommandLine(seedbed);
        commands(seedbed, worker).forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new Failures(seedbed));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The state folder that the command line or the environment names. */
    public StateFolder state() {
        return StateFolder.at(Optional.ofNullable(stateFolder).orElseGet(environment::stateFolder));
    }

    public Environment environment() {
        return environment;
    }

    public Jvm jvm() {
        return jvm;
    }

    /** A line for the person at the terminal. */
    public static void tell(String line) {
        System.err.println(line);
    }

    /** {@link Stack#join} with what the command line says. */
    public Stack join(StackOptions options, Consumer<String> progress) throws InterruptedException {
        return Stack.join(state(), options, environment, jvm, progress);
    }

    /** {@link Stack#databaseOnly} with what the command line says. */
    public Stack database() throws InterruptedException {
        return Stack.databaseOnly(state(), environment, Seedbed::tell);
    }
}
