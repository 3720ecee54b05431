package dev.seedbed.app.engine;

import dev.seedbed.app.UserError;
import dev.seedbed.app.engine.StackStatus.Phase;
import dev.seedbed.stage.Pool;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.stage.StageStore;
import dev.seedbed.tracking.worker.WorkerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a stack: Postgres, Temporal and one worker for each pool, each a process of its own, until it is stopped or, if so wanted, until
 * nobody uses it any more. Servers that the environment names are used as they are.
 */
public final class Supervisor {

    /** How a supervisor's run ended. */
    public enum Ending {
        /** {@link #stop()} was called. */
        STOPPED,
        /** The last client has left. */
        UNUSED,
        /** Another supervisor had the state folder, and its stack answers. */
        ALREADY_RUNNING
    }

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration UNUSED = Duration.ofSeconds(2);
    private static final Duration FIRST_CLIENT = Duration.ofSeconds(30);

    private final StateFolder state;
    private final StackOptions options;
    private final Environment environment;
    private final Jvm jvm;
    private final Consumer<Connection> takeUp;
    private final Consumer<String> progress;
    private final Instant since = Instant.now();
    private final List<Keeper> keepers = new CopyOnWriteArrayList<>();
    private final Map<String, String> versions = new ConcurrentSkipListMap<>(
            Map.of("java", Runtime.version().toString(), "seedbed", Build.version()));
    private volatile Thread runner;
    private volatile boolean stopping;
    private volatile Phase phase = Phase.STARTING;
    private volatile Optional<Environment.Database> database = Optional.empty();
    private volatile Optional<Environment.Temporal> temporal = Optional.empty();
    private volatile Optional<String> temporalKind = Optional.empty();
    private volatile ControlServer control;

    /**
     * @param takeUp called with a running stack that has a Temporal of its own, before its workers start: campaigns that have not ended and that
     *     Temporal does not know, as after the in-process server's end, are to be started again
     * @param progress told, line by line, what happens
     */
    public Supervisor(
            StateFolder state,
            StackOptions options,
            Environment environment,
            Jvm jvm,
            Consumer<Connection> takeUp,
            Consumer<String> progress) {
        this.state = state;
        this.options = options;
        this.environment = environment;
        this.jvm = jvm;
        this.takeUp = takeUp;
        this.progress = progress;
    }

    /**
     * Runs the stack to its end.
     *
     * @throws UserError if a stack runs on the state folder already and this one is not just wanted while it is used
     * @throws EngineException if it does not come up
     */
    public Ending run() throws InterruptedException {
        runner = Thread.currentThread();
        Optional<StateLock> lock = new StateLease(state, progress).acquire(options.whileUsed());
        if (lock.isEmpty()) {
            return Ending.ALREADY_RUNNING;
        }
        try (StateLock held = lock.get();
                ControlServer server = ControlServer.open(state, this::status)) {
            LOG.info("the stack of {} begins, {}", state, held);
            control = server;
            return supervise();
        }
    }

    /** Has {@link #run} end the stack in good order and return. To be called from another thread. */
    public synchronized void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        Optional.ofNullable(runner).ifPresent(Thread::interrupt);
    }

    private Ending supervise() throws InterruptedException {
        try {
            Connection connection = start();
            phase = Phase.RUNNING;
            control.running(connection);
            tell("ready: " + connection);
            return awaitEnd();
        } catch (InterruptedException e) {
            return stopped(e);
        } catch (RuntimeException e) {
            if (stopping) {
                return Ending.STOPPED;
            }
            control.failed(e.getMessage());
            throw e;
        } finally {
            phase = Phase.STOPPING;
            Thread.interrupted();
            stopAll();
        }
    }

    private Ending stopped(InterruptedException e) throws InterruptedException {
        if (!stopping) {
            throw e;
        }
        return Ending.STOPPED;
    }

    private Connection start() throws InterruptedException {
        var ledger = new ProcessLedger(state);
        List<String> leftovers = ledger.endLeftovers(this::tell);
        var ports = new Ports(state);
        startDatabase(ports, ledger);
        startTemporal(ports, ledger);
        var connection = new Connection(database.orElseThrow(), temporal.orElseThrow(), environment.artifacts().orElse(state.artifacts()));
        leftovers.forEach(this::releaseHeldBy);
        if (environment.temporal().isEmpty()) {
            takeUp.accept(connection);
        }
        startWorkers(connection, ledger);
        return connection;
    }

    private void startDatabase(Ports ports, ProcessLedger ledger) throws InterruptedException {
        if (environment.database().isPresent()) {
            database = environment.database();
            tell("using the database " + database.get().jdbcUrl());
        } else {
            tell("starting Postgres");
            var postgres = new EmbeddedDatabase(state, ports, ledger, this::tell);
            keep(postgres);
            database = Optional.of(postgres.where());
        }
        try (Database opened = open()) {
            opened.migrate();
            versions.put("postgres", opened.with(handle -> handle.createQuery("SHOW server_version").mapTo(String.class).one()));
        }
    }

    private void startTemporal(Ports ports, ProcessLedger ledger) throws InterruptedException {
        switch (new TemporalFinder(state, environment, this::tell).find()) {
            case TemporalServer.External(var where) -> {
                tell("using Temporal at " + where.address());
                temporalServes(where, "external");
            }
            case TemporalServer.Local(var binary) -> {
                tell("starting Temporal (" + binary + ")");
                Keeper keeper = keep(new LocalTemporal(binary, state, ports, ledger));
                temporalServes(local(keeper), "local");
            }
            case TemporalServer.InProcess(var reason) -> {
                tell("WARNING: no Temporal server: " + reason + ". The in-process one is used: workflow histories are lost when the stack"
                        + " ends, while finished stages and checkpoints are kept in Postgres");
                Keeper keeper = keep(new InProcessTemporal(ports));
                temporalServes(local(keeper), "in-process");
            }
        }
    }

    private static Environment.Temporal local(Keeper keeper) {
        return new Environment.Temporal("127.0.0.1:" + keeper.part().port().orElseThrow(), LocalTemporal.NAMESPACE);
    }

    private void temporalServes(Environment.Temporal where, String kind) throws InterruptedException {
        String version = TemporalProbe.await(where, Duration.ofSeconds(30), () -> true);
        versions.put("temporal", version.isEmpty() ? kind : version);
        temporal = Optional.of(where);
        temporalKind = Optional.of(kind);
    }

    private void startWorkers(Connection connection, ProcessLedger ledger) throws InterruptedException {
        tell("starting workers");
        var starts = new ArrayList<Callable<Keeper>>();
        for (Pool pool : Pool.values()) {
            starts.add(() -> keep(new WorkerService(
                    pool, options, state, jvm, environment.workerHeap(), connection, ledger, this::releaseHeldBy)));
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Keeper> start : executor.invokeAll(starts)) {
                await(start);
            }
        }
    }

    private static void await(Future<Keeper> start) throws InterruptedException {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EngineException known
                    ? known
                    : new EngineException("a worker could not be started", e.getCause());
        }
    }

    private Keeper keep(Service service) throws InterruptedException {
        var keeper = new Keeper(service, this::tell);
        keepers.add(keeper);
        keeper.start();
        return keeper;
    }

    private Database open() {
        Environment.Database where = database.orElseThrow();
        return Database.open(where.jdbcUrl(), where.user(), where.password());
    }

    private void releaseHeldBy(String worker) {
        try (Database opened = open();
                var stages = new StageStore(opened)) {
            new WorkerStore(opened).ended(worker);
            LOG.info("{} has ended; it held the stages {}, which are free now", worker, stages.releaseHeldBy(worker));
        }
    }

    private Ending awaitEnd() throws InterruptedException {
        while (true) {
            Thread.sleep(200);
            if (options.whileUsed() && control.closeIfUnused(UNUSED, FIRST_CLIENT)) {
                return Ending.UNUSED;
            }
        }
    }

    /** Workers first, both at once, so that they can still write their checkpoints; then the servers, last started first. */
    private void stopAll() throws InterruptedException {
        tell("stopping");
        var workers = keepers.stream().filter(keeper -> keeper.part().name().startsWith("worker-")).toList();
        var stops = workers.stream().map(keeper -> Thread.ofVirtual().start(() -> stopQuietly(keeper))).toList();
        for (Thread stop : stops) {
            stop.join();
        }
        keepers.removeAll(workers);
        for (Keeper keeper : keepers.reversed()) {
            stopQuietly(keeper);
        }
        new ProcessLedger(state).endLeftovers(LOG::info);
    }

    private static void stopQuietly(Keeper keeper) {
        try {
            keeper.stop();
        } catch (InterruptedException | RuntimeException e) {
            LOG.warn("stopping {}", keeper.part().name(), e);
        }
    }

    private StackStatus status() {
        return new StackStatus(
                phase,
                ProcessHandle.current().pid(),
                since,
                options.whileUsed(),
                control == null ? 0 : control.clients(),
                database.map(Environment.Database::jdbcUrl),
                temporal.map(Environment.Temporal::address),
                temporal.map(Environment.Temporal::namespace),
                temporalKind,
                state.toString(),
                environment.artifacts().orElse(state.artifacts()).toString(),
                state.logs().toString(),
                Map.copyOf(versions),
                keepers.stream().map(Keeper::part).toList());
    }

    private void tell(String line) {
        LOG.info(line);
        progress.accept(line);
        if (control != null) {
            control.progress(line);
        }
    }
}
