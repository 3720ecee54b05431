package dev.seedbed.app.engine;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.tracking.worker.NewWorker;
import dev.seedbed.tracking.worker.WorkerStore;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Numerics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's row in the database, for as long as it lives: listings show who works, and when it was last seen. With every sign of life it
 * learns whether it is to drain.
 */
final class Registration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final Duration BEAT = Duration.ofSeconds(3);

    /** Short: a worker must not outlive its stack to say that it has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String instance;
    private final Database database;
    private final WorkerStore workers;
    private Thread beat = Thread.ofVirtual().unstarted(() -> {});

    private Registration(String instance, Database database) {
        this.instance = instance;
        this.database = database;
        this.workers = new WorkerStore(database);
    }

    static Registration of(WorkerSettings settings) {
        Environment.Database where = settings.connection().database();
        var registration = new Registration(
                settings.instance(), Database.open(where.jdbcUrl(), where.user(), where.password(), PATIENCE));
        registration.workers.started(new NewWorker(
                settings.instance(),
                settings.name(),
                settings.pool().name().toLowerCase(Locale.ROOT),
                settings.devices(),
                Build.version(),
                ProcessHandle.current().pid(),
                host(),
                settings.slots(),
                Runtime.getRuntime().availableProcessors(),
                Devices.hostMemory(),
                Devices.memory(settings.devices()),
                settings.devices().stream().findFirst().map(device -> Numerics.of(DeviceSlot.parse(device)).name()),
                settings.executors()));
        return registration;
    }

    /**
     * Says from now on that the worker lives.
     *
     * @param onDrain told with every sign of life what to do about new work
     */
    void beat(Consumer<Drain> onDrain) {
        beat = Thread.ofVirtual().name("registration").start(() -> live(onDrain));
    }

    private void live(Consumer<Drain> onDrain) {
        try {
            while (true) {
                Thread.sleep(BEAT);
                quietly(() -> onDrain.accept(workers.seen(instance)));
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is seen no more", instance);
        }
    }

    private void quietly(Runnable note) {
        try {
            note.run();
        } catch (RuntimeException e) {
            LOG.warn("the database does not know how {} is: {}", instance, e.toString());
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return instance + " in the " + database;
    }

    @Override
    public void close() {
        beat.interrupt();
        quietly(() -> workers.ended(instance));
        database.close();
    }
}
