package dev.seedbed.tracking.stage;

import dev.seedbed.tracking.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those of this process that wait for their turn, looked after together: two statements every {@link #LOOK}, or when something has changed,
 * however many they are.
 */
final class Turns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** News that come thick are gathered. */
    private static final Duration GATHER = Duration.ofMillis(50);

    private record Place(long trialId, int ordinal) {}

    private final Database database;
    private final Map<Place, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private Thread looker;
    private volatile boolean closed;

    Turns(Database database) {
        this.database = database;
    }

    /**
     * Returns when the turn may have come. The one who waits has asked before, and asks again afterwards.
     *
     * @param beat to be run every so often meanwhile; what it throws ends the waiting
     */
    void await(Wanted wanted, Duration every, Runnable beat) throws InterruptedException {
        var place = new Place(wanted.trialId(), wanted.ordinal());
        CompletableFuture<Void> turn = waiting.computeIfAbsent(place, p -> new CompletableFuture<>());
        start();
        try {
            while (!within(turn, every)) {
                beat.run();
            }
        } finally {
            waiting.remove(place, turn);
        }
    }

    private static boolean within(CompletableFuture<Void> turn, Duration time) throws InterruptedException {
        try {
            turn.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something has changed for those who wait. */
    void nudge() {
        news.release();
    }

    private synchronized void start() {
        if (looker == null && !closed) {
            looker = Thread.ofVirtual().name("turns").start(this::run);
        }
        nudge();
    }

    private void run() {
        try {
            while (!closed) {
                if (news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(GATHER);
                    news.drainPermits();
                }
                look(List.copyOf(waiting.keySet()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(List<Place> places) {
        try {
            if (!places.isEmpty()) {
                see(places);
                ready(places).forEach(place -> {
                    CompletableFuture<Void> turn = waiting.remove(place);
                    if (turn != null) {
                        turn.complete(null);
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.warn("turns could not be looked at: {}", e.getMessage());
        }
    }

    private void see(List<Place> places) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE stage_request r SET seen_at = clock_timestamp(), waiting = true
                        FROM unnest(CAST(:trials AS bigint[]), CAST(:ordinals AS integer[])) w (trial_id, ordinal)
                        WHERE r.trial_id = w.trial_id AND r.ordinal = w.ordinal
                          AND (NOT r.waiting OR r.seen_at < clock_timestamp() - interval '1 s')
                        """)
                .bind("trials", places.stream().mapToLong(Place::trialId).toArray())
                .bind("ordinals", places.stream().mapToInt(Place::ordinal).toArray())
                .execute());
    }

    /** Whose stage is committed or deleted, or free and next; who goes before them while slots stand free is called. */
    private List<Place> ready(List<Place> places) {
        return database.with(handle -> handle.createQuery("""
                        WITH asking AS (
                            SELECT w.trial_id, w.ordinal, r.key, r.pool
                            FROM unnest(CAST(:trials AS bigint[]), CAST(:ordinals AS integer[])) w (trial_id, ordinal)
                            LEFT JOIN stage_request r ON r.trial_id = w.trial_id AND r.ordinal = w.ordinal),
                        queue AS (
                            SELECT q.*, coalesce(p.free, 0) AS free FROM stage_queue q LEFT JOIN pool_slots p ON p.pool = q.pool),
                        called AS (
                            UPDATE stage_request r SET called_at = clock_timestamp()
                            FROM queue q
                            WHERE r.key = q.key AND q.present AND q.ahead < q.free
                              AND (r.called_at IS NULL OR r.called_at < r.seen_at)
                              AND r.seen_at < clock_timestamp() - CASE WHEN r.waiting THEN interval '10 s' ELSE interval '1 s' END)
                        SELECT a.trial_id, a.ordinal
                        FROM asking a
                        LEFT JOIN queue q ON q.key = a.key
                        LEFT JOIN stage_waiter w ON w.trial_id = a.trial_id AND w.ordinal = a.ordinal
                        WHERE a.key IS NULL
                           OR EXISTS (SELECT FROM stage s WHERE s.key = a.key AND s.state = 'COMMITTED')
                           OR w.obstacle IS NULL AND q.ahead < greatest(1, q.free)
                        """)
                .bind("trials", places.stream().mapToLong(Place::trialId).toArray())
                .bind("ordinals", places.stream().mapToInt(Place::ordinal).toArray())
                .map(ConstructorMapper.of(Place.class))
                .list());
    }

    @Override
    public void close() {
        closed = true;
        nudge();
        waiting.values().forEach(turn -> turn.complete(null));
    }
}
