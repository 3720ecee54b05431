package dev.seedbed.app.engine;

import dev.seedbed.tracking.worker.Drain;

/** A worker at work. */
public interface WorkerRuntime extends AutoCloseable {

    /** Takes no new work, lets running stages write their checkpoints and give back their leases, and returns. */
    @Override
    void close();

    /** Heeds what it is told about new work, again and again; a worker that takes none has nothing to heed. */
    default void drain(Drain order) {}

    /** What makes a worker. */
    interface Starter {

        /** Starts to take work; returns when it does. */
        WorkerRuntime start(WorkerSettings settings);
    }
}
