package dev.seedbed.app.stage;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Pieces of work on some threads; whoever hands over more than twice as many pieces as there are threads waits. */
final class BoundedWork implements AutoCloseable {

    private final ExecutorService threads;
    private final Semaphore places;
    private final int capacity;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    BoundedWork(int threads) {
        this.threads = Executors.newFixedThreadPool(threads);
        this.capacity = 2 * threads;
        this.places = new Semaphore(capacity);
    }

    /**
     * Hands a piece over.
     *
     * @throws RuntimeException or Error, what an earlier piece failed with
     */
    void run(Runnable piece) {
        places.acquireUninterruptibly();
        throwFailure();
        threads.execute(() -> {
            try {
                piece.run();
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                places.release();
            }
        });
    }

    /** Returns when every piece is done; throws what one failed with. */
    void await() {
        places.acquireUninterruptibly(capacity);
        places.release(capacity);
        throwFailure();
    }

    private void throwFailure() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    /** Waits for the pieces at work. */
    @Override
    public void close() {
        threads.close();
    }
}
