package dev.seedbed.method;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Why a run took the course that it took.
 *
 * @param kind what was decided, such as {@code continue-erasing}
 * @param reason one sentence for people
 * @param numbers what it was decided on
 */
public record Decision(String kind, String reason, Map<String, Double> numbers) {

    public Decision {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
        numbers = java.util.Collections.unmodifiableMap(new TreeMap<>(numbers));
    }
}
