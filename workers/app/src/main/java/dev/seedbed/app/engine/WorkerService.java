package dev.seedbed.app.engine;

import dev.seedbed.stage.Pool;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A worker's process. Its standard input is a pipe from the supervisor, whose end tells it that the supervisor is gone; on its
 * standard output it says {@value #READY}.
 */
final class WorkerService implements Service {

    /** The line that a worker writes when it takes work. */
    static final String READY = "ready";

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration CHECKPOINT = Duration.ofSeconds(60);

    private final Pool pool;
    private final StackOptions options;
    private final StateFolder state;
    private final Jvm jvm;
    /** The dense CRF's inner loops are faster with the JVM's vectors. */
    private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

    private final String heap;
    private final Connection connection;
    private final ProcessLedger ledger;
    private final Consumer<String> releaseHeldBy;
    private volatile String instance;

    WorkerService(
            Pool pool,
            StackOptions options,
            StateFolder state,
            Jvm jvm,
            String heap,
            Connection connection,
            ProcessLedger ledger,
            Consumer<String> releaseHeldBy) {
        this.pool = pool;
        this.options = options;
        this.state = state;
        this.jvm = jvm;
        this.heap = heap;
        this.connection = connection;
        this.ledger = ledger;
        this.releaseHeldBy = releaseHeldBy;
    }

    @Override
    public String name() {
        return "worker-" + poolName();
    }

    private String poolName() {
        return pool.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Running start() throws InterruptedException {
        instance = WorkerSettings.newInstance(poolName());
        List<String> command = jvm.command(heap, VECTORS, arguments());
        Process process = ledger.start(instance, command, builder(command));
        try {
            awaitReady(process);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
        return new RunningProcess(process.toHandle(), OptionalInt.empty(), this::end);
    }

    @Override
    public void died(Running running) {
        ledger.ended(instance);
        releaseHeldBy.accept(instance);
    }

    private void end(ProcessHandle process) throws InterruptedException {
        Processes.end(process, CHECKPOINT);
        ledger.ended(instance);
        releaseHeldBy.accept(instance);
    }

    private List<String> arguments() {
        var arguments = new ArrayList<>(List.of(
                "worker", "--supervised", "--pool", poolName(), "--name", poolName(), "--instance", instance,
                "--state", state.root().toString()));
        switch (pool) {
            case GPU -> {
                if (!options.devices().isEmpty()) {
                    arguments.addAll(List.of("--devices", String.join(",", options.devices())));
                }
            }
            case CPU -> arguments.addAll(List.of("--slots", Integer.toString(options.slots())));
        }
        return arguments;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = jvm.process(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.appendTo(state.log(name() + "-errors").toFile()));
        builder.environment().putAll(connection.variables());
        String threads = Integer.toString(options.threadsPerDevice());
        for (String variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS")) {
            builder.environment().putIfAbsent(variable, threads);
        }
        return builder;
    }

    private void awaitReady(Process process) throws InterruptedException {
        var ready = CompletableFuture.supplyAsync(() -> saysReady(process), task -> Thread.ofVirtual().start(task));
        try {
            if (ready.get(START.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
            process.waitFor(10, TimeUnit.SECONDS);
            throw failed(process.isAlive() ? "closed its output" : "ended with exit code " + process.exitValue());
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw failed("was not ready after " + START.toMinutes() + " minutes");
        } catch (ExecutionException e) {
            throw new EngineException(name() + " could not be watched: " + e.getCause(), e);
        }
    }

    private EngineException failed(String what) {
        ledger.ended(instance);
        return new EngineException(name() + " " + what + " while starting; see " + state.log(name()) + " and "
                + state.log(name() + "-errors"));
    }

    private static boolean saysReady(Process process) {
        BufferedReader lines = process.inputReader();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(READY)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
