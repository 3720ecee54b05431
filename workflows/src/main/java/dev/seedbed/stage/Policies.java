package dev.seedbed.stage;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Optional;

/** Timeouts and retries, by meaning. */
public final class Policies {

    /** How long a stage's heartbeat may stay away before its worker counts as dead. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How long a waiter's heartbeat may stay away; it beats twice a second at least. */
    private static final Duration WAITING = Duration.ofSeconds(15);

    /** Longer than any stage: what bounds a stage is its heartbeat, never its device's speed. */
    private static final Duration UNBOUNDED = Duration.ofDays(365);

    /** Temporal takes 64 bytes; a character has three at most, or four in a pair. */
    private static final int FAIRNESS_KEY = 21;

    private Policies() {}

    /**
     * A stage on a pool. A dead worker costs an attempt, and there is no end to those; a stage that fails by itself is counted in
     * Postgres and given up there.
     *
     * @param standing by which the queue sorts before the stage's claim decides, where known
     */
    public static ActivityOptions stage(Pool pool, Optional<Standing> standing) {
        return ActivityOptions.newBuilder()
                .setPriority(standing.map(Policies::priority).orElseGet(Priority::getDefaultInstance))
                .setTaskQueue(TaskQueues.of(pool))
                .setStartToCloseTimeout(UNBOUNDED)
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setDisableEagerExecution(true)
                .setRetryOptions(retries(Duration.ofMillis(500), Duration.ofSeconds(30)))
                .build();
    }

    /** Longer names of teams share a fairness key with those that begin alike. */
    private static Priority priority(Standing standing) {
        return Priority.newBuilder()
                .setPriorityKey(standing.priority())
                .setFairnessKey(standing.team().substring(0, Math.min(FAIRNESS_KEY, standing.team().length())))
                .setFairnessWeight((float) standing.weight())
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
