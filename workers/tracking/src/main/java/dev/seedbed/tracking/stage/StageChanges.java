package dev.seedbed.tracking.stage;

import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells waiters in any process that a stage is no longer held. One connection listens for all waiters of this process; it is opened
 * with the first. A message that gets lost costs a waiter {@link #POLL} at most.
 */
final class StageChanges implements AutoCloseable {

    private static final String CHANNEL = "seedbed_stage";
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final int LISTEN_MS = 1_000;

    private final Database database;
    private final Runnable onNews;
    private final ConcurrentHashMap<StageKey, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private Thread listener;
    private volatile boolean closed;

    /** @param onNews to be told that some stage is no longer held, or that the order of admission has changed */
    StageChanges(Database database, Runnable onNews) {
        this.database = database;
        this.onNews = onNews;
    }

    /**
     * Sent by itself, after the change is committed: a transaction that notifies would hold a lock of the whole server while it syncs.
     * Nothing is sent, and nothing synced, while nobody waits.
     *
     * @param key of the stage that is no longer held; empty where the change is another one
     */
    void announce(Optional<StageKey> key) {
        database.with(handle -> handle.createQuery("""
                        SELECT CAST(pg_notify(:channel, :key) AS text)
                        WHERE EXISTS (SELECT FROM stage_request WHERE waiting AND seen_at > clock_timestamp() - interval '10 s')
                        """)
                .bind("channel", CHANNEL)
                .bind("key", key.map(StageKey::hex).orElse(""))
                .mapTo(String.class)
                .findOne());
    }

    boolean await(StageKey key, Duration timeout) throws InterruptedException {
        listen();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            CompletableFuture<Void> change = waiting.computeIfAbsent(key, k -> new CompletableFuture<>());
            Optional<Duration> held = heldFor(key);
            long left = deadline - System.nanoTime();
            if (held.isEmpty() || left <= 0) {
                wake(key);
                return held.isEmpty();
            }
            sleep(change, Math.min(left, Math.min(POLL.toNanos(), held.get().toNanos())));
        }
    }

    private static void sleep(CompletableFuture<Void> change, long nanos) throws InterruptedException {
        try {
            change.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // time to look again
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How long the lease of a living attempt lasts still, if there is one. */
    private Optional<Duration> heldFor(StageKey key) {
        return database.with(handle -> handle.createQuery("""
                        SELECT extract(epoch FROM lease_expires - clock_timestamp())
                        FROM stage
                        WHERE key = :key AND state = 'CLAIMED' AND lease_worker IS NOT NULL AND lease_expires > clock_timestamp()
                        """)
                .bind("key", key.hex())
                .mapTo(Double.class)
                .findOne()
                .map(seconds -> Duration.ofNanos((long) (seconds * 1e9) + 1_000_000)));
    }

    private void wake(StageKey key) {
        CompletableFuture<Void> change = waiting.remove(key);
        if (change != null) {
            change.complete(null);
        }
    }

    synchronized void listen() {
        if (listener == null && !closed) {
            listener = Thread.ofVirtual().name("stage-changes").start(this::run);
        }
    }

    private void run() {
        while (!closed) {
            try (Connection connection = database.connect(); var statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
                waiting.keySet().forEach(this::wake);
                receive(connection.unwrap(PGConnection.class));
            } catch (SQLException e) {
                pause();
            }
        }
    }

    private void receive(PGConnection connection) throws SQLException {
        while (!closed) {
            for (PGNotification notification : connection.getNotifications(LISTEN_MS)) {
                if (!notification.getParameter().isEmpty()) {
                    wake(new StageKey(notification.getParameter()));
                }
                onNews.run();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LISTEN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        waiting.keySet().forEach(this::wake);
    }
}
