package dev.seedbed.tracking.metric;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.stage.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes an attempt's metrics. Points wait in memory and go to the database together, by one thread in the background; when more
 * than {@link #CAPACITY} wait, the caller waits: nothing is dropped. Opening it for an attempt that goes on from step k removes what
 * earlier attempts wrote beyond k, so that in the end there is exactly one row per step and name.
 *
 * <p>After a failure (the lease was lost, or the database stayed away) every further call throws it.
 */
public final class MetricWriter implements AutoCloseable {

    /** How many points may wait. */
    public static final int CAPACITY = 65_536;

    private static final long LINGER_MS = 250;

    private final Database database;
    private final Lease lease;
    private final Thread thread;

    private List<MetricPoint> waiting = new ArrayList<>();
    private long accepted;
    private long written;
    private boolean hurry;
    private boolean closed;
    private RuntimeException failure;

    private MetricWriter(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
        this.thread = Thread.ofVirtual().name("metrics-" + lease.stageId()).unstarted(this::run);
    }

    /**
     * A writer for an attempt.
     *
     * @param resumeStep the checkpoint's step that the attempt goes on from: rows of earlier attempts at later steps are removed; -1
     *     when it starts from nothing
     * @throws dev.seedbed.tracking.stage.FencedException if the lease is lost already
     */
    public static MetricWriter open(Database database, Lease lease, long resumeStep) {
        MetricMerge.forgetBeyond(database, lease, resumeStep);
        var writer = new MetricWriter(database, lease);
        writer.thread.start();
        return writer;
    }

    /** Takes one point; waits while too many are waiting. */
    public void record(String name, long step, double value) {
        record(List.of(new MetricPoint(name, step, value)));
    }

    /** Takes the values of one step by name; waits while too many are waiting. */
    public void record(long step, Map<String, Double> values) {
        record(values.entrySet().stream().map(value -> new MetricPoint(value.getKey(), step, value.getValue())).toList());
    }

    private synchronized void record(List<MetricPoint> points) {
        while (failure == null && !closed && waiting.size() >= CAPACITY) {
            pause(0);
        }
        throwFailure();
        if (closed) {
            throw new IllegalStateException("the metrics of stage " + lease.key() + " are closed");
        }
        boolean first = waiting.isEmpty();
        waiting.addAll(points);
        accepted += points.size();
        if (first || waiting.size() >= CAPACITY / 2) {
            notifyAll();
        }
    }

    /** Returns when all points taken so far are stored durably. */
    public synchronized void flush() {
        long upTo = accepted;
        while (failure == null && !closed && written < upTo) {
            hurry = true;
            notifyAll();
            pause(0);
        }
        throwFailure();
        if (written < upTo) {
            throw new IllegalStateException("the metrics of stage " + lease.key() + " are closed");
        }
    }

    /** Flushes and ends. */
    @Override
    public void close() {
        try {
            flush();
        } finally {
            abandon();
        }
    }

    /** Ends without writing what waits, as an attempt does that has failed. */
    public synchronized void abandon() {
        closed = true;
        notifyAll();
    }

    /** How many points wait to be written. */
    public synchronized int depth() {
        return waiting.size();
    }

    private void run() {
        try {
            for (List<MetricPoint> points = take(); !points.isEmpty(); points = take()) {
                MetricMerge.merge(database, lease, points);
                done(points.size());
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** What waits, once it is worth a round trip or somebody flushes; empty at the end. */
    private synchronized List<MetricPoint> take() {
        while (!closed && waiting.isEmpty()) {
            pause(0);
        }
        if (!closed && !hurry && waiting.size() < CAPACITY / 2) {
            pause(LINGER_MS);
        }
        if (closed) {
            return List.of();
        }
        List<MetricPoint> taken = waiting;
        waiting = new ArrayList<>();
        hurry = false;
        notifyAll();
        return taken;
    }

    private synchronized void done(int points) {
        written += points;
        notifyAll();
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void pause(long ms) {
        try {
            wait(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while metrics were being written", e);
        }
    }
}
