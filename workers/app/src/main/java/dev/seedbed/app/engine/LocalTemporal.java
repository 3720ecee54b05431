package dev.seedbed.app.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Temporal's development server as a process of its own. Its SQLite file is written ahead and synced at checkpoints
 * ({@code synchronous=NORMAL}): a dead process loses nothing, a power cut may lose the last moments.
 */
final class LocalTemporal implements Service {

    static final String NAMESPACE = "default";

    private final Path binary;
    private final StateFolder state;
    private final Ports ports;
    private final ProcessLedger ledger;

    LocalTemporal(Path binary, StateFolder state, Ports ports, ProcessLedger ledger) {
        this.binary = binary;
        this.state = state;
        this.ports = ports;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "temporal";
    }

    /** Priorities and fairness between tasks of a queue are behind the new matcher. */
    List<String> command(int port) {
        return List.of(binary.toString(), "server", "start-dev", "--ip", "127.0.0.1", "--port", Integer.toString(port),
                "--headless", "--db-filename", state.temporal().resolve("temporal.db").toString(),
                "--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL", "--log-level", "warn",
                "--dynamic-config-value", "matching.useNewMatcher=true", "--dynamic-config-value", "matching.enableFairness=true");
    }

    @Override
    public Running start() throws InterruptedException {
        int port = ports.of(name());
        List<String> command = command(port);
        Process process = ledger.start(name(), command, builder(command));
        try {
            TemporalProbe.await(new Environment.Temporal("127.0.0.1:" + port, NAMESPACE), Duration.ofSeconds(60), process::isAlive);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        } catch (EngineException e) {
            Processes.end(process.toHandle(), Duration.ofSeconds(5));
            throw new EngineException(e.getMessage() + "; see " + state.log(name()), e);
        }
        return new RunningProcess(process.toHandle(), OptionalInt.of(port), this::end);
    }

    private void end(ProcessHandle process) throws InterruptedException {
        Processes.end(process, Duration.ofSeconds(15));
        ledger.ended(name());
    }

    private ProcessBuilder builder(List<String> command) {
        return Jvm.ownSession(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log(name()).toFile()));
    }
}
