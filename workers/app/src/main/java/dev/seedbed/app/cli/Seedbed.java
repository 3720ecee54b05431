package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.Submission;
import dev.seedbed.app.engine.Connection;
import dev.seedbed.app.engine.EngineException;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Jvm;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.engine.WorkerRuntime;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.worker.StageWorker;
import dev.seedbed.app.engine.TemporalClient;
import dev.seedbed.json.Nearest;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final List<String> arguments;

    Seedbed(Environment environment, Jvm jvm, List<String> arguments) {
        this.environment = environment;
        this.jvm = jvm;
        this.arguments = List.copyOf(arguments);
    }

    /** The command line as it can be typed again. */
    String again() {
        return "./seedbed " + arguments.stream()
                .map(word -> word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    public static void main(String[] arguments) {
        System.exit(run(new Jvm(Seedbed.class.getName()), StageWorker::start, arguments));
    }

    /** Every command, each with what it needs. To add one, add a line. */
    private static List<Object> commands(Seedbed seedbed, WorkerRuntime.Starter worker) {
        return List.of(
                new DemoCommand(seedbed),
                new UpCommand(seedbed, Seedbed::takeUp),
                new StatusCommand(seedbed),
                new SubmitCommand(seedbed),
                new CampaignsCommand(seedbed),
                new TrialsCommand(seedbed),
                new StagesCommand(seedbed),
                new LabelsCommand(seedbed),
                new DecisionsCommand(seedbed),
                new ClaimsCommand(seedbed),
                new PointsCommand(seedbed),
                new HistoryCommand(seedbed),
                new PauseCommand(seedbed),
                new ResumeCommand(seedbed),
                new CancelCommand(seedbed),
                new ExtendCommand(seedbed),
                new SetCommand(seedbed),
                new ForkCommand(seedbed),
                new RetryCommand(seedbed),
                new ApproveCommand(seedbed),
                new CommandLine(new DataCommand(seedbed))
                        .addSubcommand(new DataImportCommand(seedbed))
                        .addSubcommand(new DataArraysCommand(seedbed)),
                new WorkerCommand(seedbed, worker),
                new WorkersCommand(seedbed),
                new DrainCommand(seedbed),
                new QuotaCommand(seedbed),
                new UsageCommand(seedbed),
                new MigrateCommand(seedbed),
                new GcCommand(seedbed),
                new FeaturesCommand(),
                new KernelsCommand());
    }

    /** Campaigns that have not ended and whose workflows the server does not know go on from what is in the database. */
    private static void takeUp(Connection connection) {
        try (Facts facts = Facts.open(connection);
                TemporalClient temporal = TemporalClient.connect(connection.temporal(), "supervisor")) {
            new Submission(facts, temporal).resubmitUnfinished();
        }
    }

    /**
     * Runs the program.
     *
     * @param jvm how it starts its own processes
     * @param worker what a worker does
     * @return the exit code
     */
    public static int run(Jvm jvm, WorkerRuntime.Starter worker, String... arguments) {
        var seedbed = new Seedbed(Environment.current(), jvm, List.of(arguments));
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

    /** Whether there are servers to work with: a stack on the state folder, or those that the environment names. */
    public boolean hasStack() {
        return environment.database().isPresent() && environment.temporal().isPresent() || Stack.status(state()).isPresent();
    }

    /** Asks the database, which is started for as long as that takes where nothing runs. */
    <T> T query(Function<Database, T> question) {
        try (Stack stack = database();
                Database database = Database.open(stack.jdbcUrl(), stack.user(), stack.password())) {
            database.migrate();
            return question.apply(database);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
    }

    /**
     * Asks the database about one campaign, or about all where the name is null.
     *
     * @throws UserError if there is no such campaign
     */
    <T> T queryOf(String campaign, Function<Database, T> question) {
        return query(database -> {
            if (campaign != null) {
                requireCampaign(new CampaignStore(database), campaign);
            }
            return question.apply(database);
        });
    }

    /** @throws UserError if there is no such campaign, naming the nearest */
    static CampaignRow requireCampaign(CampaignStore campaigns, String name) {
        return campaigns.find(name).orElseThrow(() -> {
            List<String> known = campaigns.list().stream().map(CampaignRow::name).toList();
            return new UserError("there is no campaign " + name + (known.isEmpty() ? "; none was submitted yet" : Nearest.hint(name, known)));
        });
    }

    /** The stores, with the database alone behind them. */
    StoresAlone factsAlone() throws InterruptedException {
        return new StoresAlone(database());
    }

    /**
     * The database and the artifact store for a command that needs no Temporal.
     *
     * @param stack what was joined or started for it
     */
    record StoresAlone(Stack stack, Facts facts) implements AutoCloseable {

        StoresAlone(Stack stack) {
            this(stack, Facts.open(stack.connection()));
            facts.database().migrate();
        }

        @Override
        public void close() {
            facts.close();
            stack.close();
        }
    }
}
