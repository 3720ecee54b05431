package dev.seedbed.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One set of settings that a search tries: values by dotted path, those of the active dimensions alone. Numbers are canonical
 * ({@code 1}, {@code 1.0} and {@code 1e0} are one value), so that equal points are equal and print alike.
 */
public record Point(@JsonValue SortedMap<String, JsonNode> values) {

    public Point {
        var canonical = new TreeMap<String, JsonNode>();
        values.forEach((path, value) -> canonical.put(path, canonical(value)));
        values = Collections.unmodifiableSortedMap(canonical);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Point of(Map<String, JsonNode> values) {
        return new Point(new TreeMap<>(values));
    }

    /** As canonical JSON. */
    @Override
    public String toString() {
        return Json.write(values);
    }

    /** Whole numbers as 64-bit integers, others as doubles, everywhere in the value. */
    static JsonNode canonical(JsonNode value) {
        var nodes = Json.mapper().getNodeFactory();
        return switch (value.getNodeType()) {
            case NUMBER -> isWhole(value) ? nodes.numberNode(value.longValue()) : nodes.numberNode(value.doubleValue());
            case OBJECT -> {
                ObjectNode object = nodes.objectNode();
                value.properties().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(field -> object.set(field.getKey(), canonical(field.getValue())));
                yield object;
            }
            case ARRAY -> {
                var array = nodes.arrayNode();
                value.forEach(item -> array.add(canonical(item)));
                yield array;
            }
            case BINARY, BOOLEAN, MISSING, NULL, POJO, STRING -> value;
        };
    }

    private static boolean isWhole(JsonNode number) {
        double value = number.doubleValue();
        return number.isIntegralNumber() ? number.canConvertToLong() : value == Math.rint(value) && Math.abs(value) < 0x1p53;
    }
}
