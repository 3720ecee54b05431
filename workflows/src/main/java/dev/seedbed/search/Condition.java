package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A dimension is active only where a choice has one of these values.
 *
 * @param path the choice's path
 * @param values at least one
 */
public record Condition(String path, List<JsonNode> values) {

    public Condition {
        values = values.stream().map(Point::canonical).distinct().toList();
    }

    boolean holds(Map<String, JsonNode> point) {
        return point.containsKey(path) && values.contains(point.get(path));
    }

    @Override
    public String toString() {
        return path + " in " + values;
    }
}
