package dev.seedbed.search;

import java.util.Arrays;
import java.util.List;

/**
 * What is known of a point that was tried.
 *
 * @param number the point's number in its campaign, from 1
 */
public record Observation(int number, Point point, Result result) {

    /** How far a point came. */
    public sealed interface Result {}

    /**
     * It ended well.
     *
     * @param values one per objective, in their order; none, or one that is not finite, makes the point a failed one
     */
    public record Measured(List<Double> values) implements Result {

        public Measured {
            values = List.copyOf(values);
        }
    }

    /**
     * A pruner stopped it.
     *
     * @param rung the last rung that it reported at, from 1
     * @param value what it reported there
     * @param goal the rungs' goal
     */
    public record Pruned(int rung, double value, Goal goal) implements Result {

        /** The value as something to make small. */
        double loss() {
            return Double.isFinite(value) ? goal.loss(value) : Double.POSITIVE_INFINITY;
        }
    }

    /** It failed. */
    public record Failed() implements Result {}

    /** It has not ended yet. */
    public record Running() implements Result {}

    public static Observation measured(int number, Point point, double... values) {
        return new Observation(number, point, new Measured(Arrays.stream(values).boxed().toList()));
    }

    /** Whether it has a finite value for every objective. */
    public boolean measured() {
        return result instanceof Measured measured && !measured.values().isEmpty() && measured.values().stream().allMatch(Double::isFinite);
    }

    /** Whether something can be learned from how far it came. */
    boolean isResult() {
        return measured() || result instanceof Pruned;
    }

    /** One value per objective of a measured point. */
    List<Double> values() {
        return ((Measured) result).values();
    }
}
