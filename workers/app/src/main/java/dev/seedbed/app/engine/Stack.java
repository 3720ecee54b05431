package dev.seedbed.app.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A stack in use by this process: it runs at least until {@link #close()}. */
public final class Stack implements AutoCloseable {

    private static final String SUPERVISOR_HEAP = "256m";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(120);

    private final Connection connection;
    private final CompletableFuture<Void> gone;
    private final Runnable leave;

    private Stack(Connection connection, CompletableFuture<Void> gone, Runnable leave) {
        this.connection = connection;
        this.gone = gone;
        this.leave = leave;
    }

    /**
     * Joins the stack that runs on the state folder or, where none does, starts one that ends when its last user has left. With both
     * servers named by the environment nothing is started: then a team's workers do the work.
     *
     * @param progress told, line by line, what happens until the stack runs
     * @throws EngineException if it does not come up
     */
    public static Stack join(StateFolder state, StackOptions options, Environment environment, Jvm jvm, Consumer<String> progress)
            throws InterruptedException {
        if (environment.database().isPresent() && environment.temporal().isPresent()) {
            return external(new Connection(
                    environment.database().get(), environment.temporal().get(), environment.artifacts().orElse(state.artifacts())));
        }
        Optional<Process> supervisor = Optional.empty();
        Instant deadline = Instant.now().plus(ANSWERS_WITHIN);
        while (true) {
            Optional<ControlClient> client = ControlClient.join(state);
            if (client.isPresent()) {
                Optional<Connection> connection = awaitRunning(client.get(), progress);
                if (connection.isPresent()) {
                    return new Stack(connection.get(), client.get().gone(), client.get()::close);
                }
            } else if (supervisor.isEmpty() || !supervisor.get().isAlive()) {
                complainIfFailed(supervisor, state);
                supervisor = Optional.of(detached(state, options, jvm));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new EngineException("no stack answers on " + state + "; see " + state.log("up"));
            }
            Thread.sleep(100);
        }
    }

    /**
     * The database alone, for a listing: the one that the environment names, that of the running stack, or the embedded Postgres,
     * started for as long as this is open.
     */
    public static Stack databaseOnly(StateFolder state, Environment environment, Consumer<String> progress) throws InterruptedException {
        Path artifacts = environment.artifacts().orElse(state.artifacts());
        if (environment.database().isPresent()) {
            return external(new Connection(environment.database().get(), nowhere(), artifacts));
        }
        while (true) {
            Optional<ControlClient> client = ControlClient.join(state);
            if (client.isPresent()) {
                Optional<Connection> connection = awaitRunning(client.get(), progress);
                if (connection.isPresent()) {
                    return new Stack(connection.get(), client.get().gone(), client.get()::close);
                }
            }
            Optional<StateLock> lock = new StateLease(state, progress).acquireBriefly();
            if (lock.isPresent()) {
                var alone = PostgresAlone.start(state, lock.get(), progress);
                return new Stack(new Connection(alone.where(), nowhere(), artifacts), new CompletableFuture<>(), alone::close);
            }
        }
    }

    /** What runs on the state folder; nothing when nobody answers there. */
    public static Optional<StackStatus> status(StateFolder state) {
        return ControlClient.status(state);
    }

    /** Processes on the state folder that a killed stack left behind, as {@code name (pid N)}; the next stack ends them. */
    public static List<String> leftovers(StateFolder state) {
        var names = new ArrayList<String>();
        new ProcessLedger(state).living().forEach((name, pid) -> names.add(name + " (pid " + pid + ")"));
        return List.copyOf(names);
    }

    private static Stack external(Connection connection) {
        return new Stack(connection, new CompletableFuture<>(), () -> {});
    }

    private static Environment.Temporal nowhere() {
        return new Environment.Temporal("", "");
    }

    private static Optional<Connection> awaitRunning(ControlClient client, Consumer<String> progress) {
        try {
            Optional<Connection> connection = client.awaitRunning(progress);
            if (connection.isEmpty()) {
                client.close();
            }
            return connection;
        } catch (EngineException e) {
            client.close();
            throw e;
        }
    }

    /** A supervisor that the terminal's Ctrl-C does not reach and that runs on when this process ends while others use it. */
    private static Process detached(StateFolder state, StackOptions options, Jvm jvm) {
        var arguments = new ArrayList<>(List.of("up", "--state", state.root().toString()));
        arguments.addAll(options.withWhileUsed().arguments());
        List<String> command = jvm.command(SUPERVISOR_HEAP, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
        File output = state.log("up-detached").toFile();
        try {
            return jvm.process(command)
                    .directory(state.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                    .start();
        } catch (IOException e) {
            throw new EngineException("cannot start the stack's supervisor: " + e.getMessage(), e);
        }
    }

    private static void complainIfFailed(Optional<Process> supervisor, StateFolder state) {
        if (supervisor.isPresent() && supervisor.get().exitValue() != 0) {
            throw new EngineException("the stack's supervisor ended with exit code " + supervisor.get().exitValue() + "; see "
                    + state.log("up-detached"));
        }
    }

    public Connection connection() {
        return connection;
    }

    public String jdbcUrl() {
        return connection.database().jdbcUrl();
    }

    public String user() {
        return connection.database().user();
    }

    public String password() {
        return connection.database().password();
    }

    public String temporalAddress() {
        return connection.temporal().address();
    }

    public String namespace() {
        return connection.temporal().namespace();
    }

    /** The artifact store's folder. */
    public Path artifactsFolder() {
        return connection.artifacts();
    }

    /** Completes when the stack's supervisor has gone, killed or stopped; never for servers that the environment names. */
    public CompletableFuture<Void> gone() {
        return gone;
    }

    @Override
    public void close() {
        leave.run();
    }
}
