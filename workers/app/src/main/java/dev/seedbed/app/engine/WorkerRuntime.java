package dev.seedbed.app.engine;

/** A worker at work. */
public interface WorkerRuntime extends AutoCloseable {

    /** Takes no new work, lets running stages write their checkpoints and give back their leases, and returns. */
    @Override
    void close();

    /** What makes a worker. */
    interface Starter {

        /** Starts to take work; returns when it does. */
        WorkerRuntime start(WorkerSettings settings);
    }
}
