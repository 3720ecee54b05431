package dev.seedbed.stage;

/** The queues that workers poll. */
public final class TaskQueues {

    /** Workflows and control activities. */
    public static final String CONTROL = "seedbed-control";

    private TaskQueues() {}

    /** The queue of a pool. */
    public static String of(Pool pool) {
        return switch (pool) {
            case GPU -> "seedbed-gpu";
            case CPU -> "seedbed-cpu";
        };
    }
}
