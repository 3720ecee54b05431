package dev.seedbed.app.stage;

import java.util.Arrays;

/** How long the latest steps took. */
final class StepTimes {

    private static final int KEPT = 31;

    private final long[] nanos = new long[KEPT];
    private int steps;
    private long movedAt = System.nanoTime();

    /** A step has ended. */
    synchronized void moved() {
        long now = System.nanoTime();
        nanos[steps++ % KEPT] = now - movedAt;
        movedAt = now;
    }

    /** Since the last step. */
    synchronized long quietNanos() {
        return System.nanoTime() - movedAt;
    }

    /** The median of the latest steps, 0 before the first. */
    synchronized long medianNanos() {
        long[] sorted = Arrays.copyOf(nanos, Math.min(steps, KEPT));
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
