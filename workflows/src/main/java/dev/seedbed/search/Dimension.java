package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One setting that a search varies, and the values that it may have. */
public sealed interface Dimension {

    /** The setting's dotted path. */
    String path();

    /** All must hold for the setting to be varied at all. */
    List<Condition> when();

    /** How many values there are; empty for an interval. */
    OptionalLong size();

    /** The value at an index below {@link #size()}. */
    JsonNode value(long index);

    /** The value at a place in [0, 1), such that uniform places give the values that random search draws. */
    JsonNode draw(double place);

    /** Why a value is not one of this dimension's; empty if it is. */
    Optional<String> objection(JsonNode value);

    /**
     * One of a list.
     *
     * @param values at least one, any JSON, none twice
     */
    record Choice(String path, List<JsonNode> values, List<Condition> when) implements Dimension {

        public Choice {
            values = values.stream().map(Point::canonical).toList();
            when = List.copyOf(when);
            if (values.isEmpty()) {
                throw new SearchException(path + ".choice", "needs at least one value");
            }
            var seen = new HashSet<JsonNode>();
            values.stream().filter(value -> !seen.add(value)).findFirst().ifPresent(twice -> {
                throw new SearchException(path + ".choice", "has " + twice + " twice");
            });
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(values.size());
        }

        @Override
        public JsonNode value(long index) {
            return values.get((int) index);
        }

        @Override
        public JsonNode draw(double place) {
            return values.get((int) (place * values.size()));
        }

        @Override
        public Optional<String> objection(JsonNode value) {
            return values.contains(Point.canonical(value)) ? Optional.empty() : Optional.of(value + " is none of " + values);
        }
    }

    /**
     * Numbers from a range, its ends included. With a step: {@code from}, {@code from + step} and so on up to {@code to}. A logarithmic
     * range is uniform in the number's logarithm.
     *
     * @param step positive; whole numbers always have one
     * @param whole whether the numbers are whole ones
     */
    record Range(String path, double from, double to, OptionalDouble step, boolean log, boolean whole, List<Condition> when)
            implements Dimension {

        /** What sums of decimal fractions miss a whole number of steps by. */
        private static final double ROUNDING = 1e-9;

        public Range {
            when = List.copyOf(when);
            step = whole && step.isEmpty() ? OptionalDouble.of(1) : step;
            String kind = path + (whole ? ".int" : ".float");
            if (!(from <= to)) {
                throw new SearchException(kind, "must go from the lower to the higher number, not " + text(from) + " to " + text(to));
            }
            if (log && from <= 0) {
                throw new SearchException(kind, "a logarithmic range must begin above 0, not at " + text(from));
            }
            if (whole && (Math.abs(from) > 0x1p53 || Math.abs(to) > 0x1p53)) {
                throw new SearchException(kind, "must lie within ±2^53");
            }
            if (step.isPresent() && !(step.getAsDouble() > 0)) {
                throw new SearchException(path + ".step", "must be above 0, not " + text(step.getAsDouble()));
            }
            if (step.isPresent() && from < to && step.getAsDouble() > to - from + ROUNDING * step.getAsDouble()) {
                throw new SearchException(
                        path + ".step", text(step.getAsDouble()) + " is larger than the range from " + text(from) + " to " + text(to));
            }
        }

        @Override
        public OptionalLong size() {
            return step.isPresent()
                    ? OptionalLong.of(1 + (long) Math.floor((to - from) / step.getAsDouble() + ROUNDING))
                    : from == to ? OptionalLong.of(1) : OptionalLong.empty();
        }

        @Override
        public JsonNode value(long index) {
            return Point.canonical(Json.mapper().getNodeFactory().numberNode(at(index)));
        }

        @Override
        public JsonNode draw(double place) {
            return Point.canonical(Json.mapper().getNodeFactory().numberNode(number(place)));
        }

        @Override
        public Optional<String> objection(JsonNode value) {
            if (!value.isNumber()) {
                return Optional.of(value + " is not a number");
            }
            double number = value.doubleValue();
            if (!(number >= from && number <= to)) {
                return Optional.of(value + " is not from " + text(from) + " to " + text(to));
            }
            return size().isPresent() && number != at(index(number))
                    ? Optional.of(value + " is not " + text(from) + " plus steps of " + text(step.orElse(0)))
                    : Optional.empty();
        }

        /** The number at a place in [0, 1) of the scale. */
        double number(double place) {
            double scaled = low() + place * (high() - low());
            double number = Math.clamp(log ? StrictMath.exp(scaled) : scaled, from, to);
            return size().isPresent() ? at(index(number)) : number;
        }

        /** The place of a number of this range on the scale, in [0, 1]. */
        double place(double number) {
            return low() == high() ? 0.5 : (scaled(number) - low()) / (high() - low());
        }

        /** Where the numbers that are rounded to this one begin on the scale. */
        double placeBefore(double number) {
            return low() == high() ? 0 : Math.max(0, place(before(number)));
        }

        /** Where the numbers that are rounded to this one end on the scale. */
        double placeAfter(double number) {
            return low() == high() ? 1 : Math.min(1, place(number + step.orElse(0) / 2));
        }

        /** The scale's lower end: half a step below the lowest number. */
        double low() {
            return scaled(before(from));
        }

        /** The scale's upper end: half a step above the highest number. */
        double high() {
            return scaled(size().isPresent() ? at(size().getAsLong() - 1) + step.orElse(0) / 2 : to);
        }

        /** Half a step below, but above 0 where there are logarithms. */
        private double before(double number) {
            double before = number - step.orElse(0) / 2;
            return log ? Math.max(before, from / 2) : before;
        }

        private double scaled(double number) {
            return log ? StrictMath.log(number) : number;
        }

        private long index(double number) {
            return step.isEmpty() ? 0 : Math.clamp(Math.round((number - from) / step.getAsDouble()), 0, size().getAsLong() - 1);
        }

        /** In decimal arithmetic: 0.2 + 3 × 0.05 is 0.35. */
        private double at(long index) {
            BigDecimal steps = BigDecimal.valueOf(step.orElse(0)).multiply(BigDecimal.valueOf(index));
            return BigDecimal.valueOf(from).add(steps).doubleValue();
        }

        private static String text(double number) {
            return Point.canonical(Json.mapper().getNodeFactory().numberNode(number)).toString();
        }
    }

    /** Whether every condition holds in the values so far. */
    default boolean isActive(Map<String, JsonNode> values) {
        return when().stream().allMatch(condition -> condition.holds(values));
    }
}
