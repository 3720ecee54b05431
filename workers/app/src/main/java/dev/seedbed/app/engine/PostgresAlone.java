package dev.seedbed.app.engine;

import dev.seedbed.tracking.Database;
import java.util.function.Consumer;

/** The embedded Postgres without the rest of the stack; ended with this process, whether or not it is closed. */
final class PostgresAlone implements AutoCloseable {

    private final StateLock lock;
    private final EmbeddedDatabase postgres;
    private final Service.Running running;
    private final Thread onExit = new Thread(this::end, "postgres-end");
    private boolean ended;

    private PostgresAlone(StateLock lock, EmbeddedDatabase postgres, Service.Running running) {
        this.lock = lock;
        this.postgres = postgres;
        this.running = running;
    }

    static PostgresAlone start(StateFolder state, StateLock lock, Consumer<String> progress) throws InterruptedException {
        try {
            var ledger = new ProcessLedger(state);
            ledger.endLeftovers(progress);
            var postgres = new EmbeddedDatabase(state, new Ports(state), ledger, progress);
            var alone = new PostgresAlone(lock, postgres, postgres.start());
            Runtime.getRuntime().addShutdownHook(alone.onExit);
            alone.migrate();
            return alone;
        } catch (InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void migrate() {
        try (Database database = Database.open(where().jdbcUrl(), where().user(), where().password())) {
            database.migrate();
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    Environment.Database where() {
        return postgres.where();
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            running.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
