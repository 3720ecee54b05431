package dev.seedbed.stage;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a drill does instead of training: it lets time go by.
 *
 * @param pool where it runs
 * @param steps at least 0; none is a stage that does nothing
 * @param millisPerStep how long a step takes, at least 0
 * @param slowness the loss goes from 100 above its aim down to it as 100·e^(−step/slowness), above 0
 * @param failure what goes wrong; empty: nothing
 * @param parts as {@link Training#parts}
 */
public record DrillWork(Pool pool, int steps, int millisPerStep, double slowness, Optional<Failure> failure, OptionalInt parts) {

    private static final double START = 100;

    public DrillWork {
        Objects.requireNonNull(pool, "pool");
        Ranges.within("steps", steps, 0, 1_000_000_000);
        Ranges.within("millisPerStep", millisPerStep, 0, 600_000);
        Ranges.within("slowness", slowness, 1e-3, 1e9);
        parts.ifPresent(count -> Ranges.within("parts", count, 2, 64));
    }

    /**
     * Something that goes wrong.
     *
     * @param step that it happens at, from 0, before that step
     * @param once true: a checkpoint is saved before, and whoever goes on from it gets past
     */
    public record Failure(Kind kind, int step, boolean once) {

        public Failure {
            Objects.requireNonNull(kind, "kind");
            Ranges.atLeast("step", step, 0);
        }
    }

    /** What can go wrong. */
    public enum Kind {
        /** The input is wrong; no retry helps. */
        USER_ERROR,
        /** The stage fails by itself; a retry may help. */
        ERROR,
        /** The worker's process ends at once, as when the system kills it. */
        CRASH,
        /** The device's memory is exhausted, unless the work is done in parts. */
        OUT_OF_MEMORY
    }

    /** A stage that does nothing, on the processors. */
    public static DrillWork defaults() {
        return new DrillWork(Pool.CPU, 0, 0, 20, Optional.empty(), OptionalInt.empty());
    }

    /** The loss after so many steps on the way to an aim. */
    public double loss(long step, double aim) {
        return aim + START * StrictMath.exp(-step / slowness);
    }

    /** The same work, done in so many parts. */
    public DrillWork inParts(int parts) {
        return new DrillWork(pool, steps, millisPerStep, slowness, failure, OptionalInt.of(parts));
    }
}
