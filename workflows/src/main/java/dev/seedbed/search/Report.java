package dev.seedbed.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.util.OptionalDouble;

/**
 * What a point has to show at a rung.
 *
 * @param number the point's number in its campaign, from 1
 * @param value empty if it ended without reaching the rung; one that is not finite counts as the worst
 */
public record Report(int number, OptionalDouble value) {

    public static Report of(int number, double value) {
        return new Report(number, OptionalDouble.of(value));
    }

    public static Report none(int number) {
        return new Report(number, OptionalDouble.empty());
    }

    /** The value as something to make small. */
    double loss(Goal goal) {
        double loss = goal.loss(value.getAsDouble());
        return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }

    /** What every verdict on it tells. */
    ObjectNode numbers(int rung) {
        ObjectNode numbers = Json.mapper().createObjectNode().put("point", number).put("rung", rung);
        value.ifPresent(own -> put(numbers, "value", own));
        return numbers;
    }

    /** JSON has no numbers that are not finite; those are texts. */
    static void put(ObjectNode numbers, String name, double value) {
        numbers.set(name, Double.isFinite(value) ? numbers.numberNode(value) : numbers.textNode(Double.toString(value)));
    }
}
