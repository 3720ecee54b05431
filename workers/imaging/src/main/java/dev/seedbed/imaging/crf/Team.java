package dev.seedbed.imaging.crf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that share out ranges of indices. A range's work must write only what is its own, so that nothing depends on their number. */
final class Team implements AutoCloseable {

    private static final int RANGES_PER_THREAD = 8;

    private final int threads;
    private final ExecutorService others;

    /** The calling thread and threads − 1 others. */
    Team(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        this.threads = threads;
        ThreadFactory factory = Thread.ofPlatform().daemon().name("crf-", 0).factory();
        this.others = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, factory);
    }

    /** Work on the indices from (inclusive) to (exclusive). */
    interface Range {
        void work(int from, int to);
    }

    int threads() {
        return threads;
    }

    /** Does the work on all indices below size, and returns when all is done. */
    void share(int size, Range range) {
        int parts = threads == 1 ? 1 : threads * RANGES_PER_THREAD;
        int length = Math.max(1, (size + parts - 1) / parts);
        AtomicInteger next = new AtomicInteger();
        Runnable loop = () -> {
            for (int from = next.getAndAdd(length); from < size; from = next.getAndAdd(length)) {
                range.work(from, Math.min(from + length, size));
            }
        };
        List<Future<?>> running = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            running.add(others.submit(loop));
        }
        loop.run();
        running.forEach(Team::await);
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while refining labels", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("refining labels failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        if (others != null) {
            others.shutdownNow();
        }
    }
}
