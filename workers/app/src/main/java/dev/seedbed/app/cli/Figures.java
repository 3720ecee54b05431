package dev.seedbed.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures by name, for people. */
final class Figures {

    private Figures() {}

    /** {@code name=0.123} for each. */
    static String brief(JsonNode figures) {
        return figures.propertyStream()
                .map(figure -> figure.getKey() + "=" + round(figure.getValue().asDouble()))
                .collect(Collectors.joining(" "));
    }

    static String round(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 0.001 ? "%.1e" : "%.3f", value);
    }
}
