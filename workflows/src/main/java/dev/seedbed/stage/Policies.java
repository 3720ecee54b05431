package dev.seedbed.stage;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** Timeouts and retries, by meaning. */
public final class Policies {

    /** How long a stage's heartbeat may stay away before its worker counts as dead. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How long a waiter's heartbeat may stay away; it beats twice a second at least. */
    private static final Duration WAITING = Duration.ofSeconds(15);

    /** Longer than any stage: what bounds a stage is its heartbeat, never its device's speed. */
    private static final Duration UNBOUNDED = Duration.ofDays(365);

    private Policies() {}

    /**
     * A stage on a pool. A dead worker costs an attempt, and there is no end to those; a stage that fails by itself is counted in
     * Postgres and given up there.
     */
    public static ActivityOptions stage(Pool pool) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.of(pool))
                .setStartToCloseTimeout(UNBOUNDED)
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setDisableEagerExecution(true)
                .setRetryOptions(retries(Duration.ofMillis(500), Duration.ofSeconds(30)))
                .build();
    }

    /** Waiting for a stage that somebody else computes: as long as it takes, on no device. */
    public static ActivityOptions waiting() {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.CONTROL)
                .setStartToCloseTimeout(UNBOUNDED)
                .setHeartbeatTimeout(WAITING)
                .setCancellationType(ActivityCancellationType.TRY_CANCEL)
                .setRetryOptions(retries(Duration.ofMillis(500), Duration.ofSeconds(10)))
                .build();
    }

    /** A short reading or writing of rows, in the worker that runs the workflow. */
    public static LocalActivityOptions bookkeeping() {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(2))
                .setLocalRetryThreshold(Duration.ofSeconds(5))
                .setRetryOptions(retries(Duration.ofMillis(100), Duration.ofSeconds(10)))
                .build();
    }

    private static RetryOptions retries(Duration first, Duration longest) {
        return RetryOptions.newBuilder()
                .setInitialInterval(first)
                .setBackoffCoefficient(2)
                .setMaximumInterval(longest)
                .setDoNotRetry(Failures.FINAL)
                .build();
    }
}
