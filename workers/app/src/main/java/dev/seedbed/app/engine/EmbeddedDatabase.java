package dev.seedbed.app.engine;

import dev.seedbed.tracking.postgres.EmbeddedPostgres;
import dev.seedbed.tracking.postgres.PostgresException;
import dev.seedbed.tracking.postgres.PostgresProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The state folder's own Postgres. */
final class EmbeddedDatabase implements Service {

    static final String NAME = "postgres";

    /** How long backends of a killed server, which end by themselves, may hold its shared memory. */
    private static final Duration ORPHANS_END_WITHIN = Duration.ofSeconds(30);

    private final StateFolder state;
    private final Ports ports;
    private final ProcessLedger ledger;
    private final Consumer<String> progress;
    private volatile EmbeddedPostgres postgres;

    EmbeddedDatabase(StateFolder state, Ports ports, ProcessLedger ledger, Consumer<String> progress) {
        this.state = state;
        this.ports = ports;
        this.ledger = ledger;
        this.progress = progress;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** How to reach it, once started. */
    Environment.Database where() {
        return new Environment.Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    public Running start() throws InterruptedException {
        int port = ports.of(NAME);
        postgres = new EmbeddedPostgres(state.postgres(), state.postgresBinaries(), port);
        if (!postgres.cluster().toFile().isDirectory()) {
            progress.accept("creating a database in " + state.postgres());
        }
        try {
            postgres.initialise();
            return new RunningProcess(launch(), OptionalInt.of(port), this::end);
        } catch (PostgresException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    private ProcessHandle launch() throws InterruptedException {
        Instant deadline = Instant.now().plus(ORPHANS_END_WITHIN);
        while (true) {
            ProcessHandle process = ledger.start(NAME, serverCommand(), builder()).toHandle();
            try {
                postgres.awaitReady(process, state.log(NAME));
                return process;
            } catch (PostgresException e) {
                process.destroyForcibly();
                Processes.hasEnded(process, Duration.ofSeconds(10));
                if (!e.getMessage().contains("pre-existing shared memory block") || Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
        }
    }

    /** The command without what it is led in by, such as {@code unshare -U}: that replaces itself by the server. */
    private List<String> serverCommand() {
        List<String> command = postgres.command();
        int server = 0;
        while (!command.get(server).endsWith("/bin/postgres")) {
            server++;
        }
        return command.subList(server, command.size());
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = Jvm.ownSession(postgres.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log(NAME).toFile()));
        builder.environment().putAll(postgres.environment());
        return builder;
    }

    private void end(ProcessHandle process) {
        PostgresProcess.stop(process);
        ledger.ended(NAME);
    }
}
