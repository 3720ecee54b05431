package dev.seedbed.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seedbed.json.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Rows on standard output: for people an aligned table, for programs one JSON array. A mixin of every command that lists. */
public final class Listing {

    private static final String GAP = "  ";
    private static final ObjectMapper WHOLE = Json.mapper().copy().setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);

    @Option(names = "--json", description = "Print one JSON array on standard output.")
    private boolean json;

    private final PrintStream out;

    public Listing() {
        this(System.out);
    }

    Listing(PrintStream out) {
        this.out = out;
    }

    Listing(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /**
     * A column of the table.
     *
     * @param value a row's cell; absent values are shown as a dash, numbers stand right
     */
    public record Column<T>(String title, Function<T, Object> value) {}

    /** Whether the answer is for a program. */
    public boolean json() {
        return json;
    }

    /**
     * Prints the rows.
     *
     * @param rows values that the JSON mapper writes as objects; all their properties are in the JSON, whatever the columns
     */
    @SafeVarargs
    public final <T> void print(List<T> rows, Column<T>... columns) {
        if (json) {
            out.println(json(rows));
            return;
        }
        var lines = new ArrayList<StringBuilder>();
        for (int line = 0; line <= rows.size(); line++) {
            lines.add(new StringBuilder());
        }
        for (Column<T> column : columns) {
            append(lines, column.title(), rows.stream().map(column.value()).toList());
        }
        lines.forEach(line -> out.println(line.toString().stripTrailing()));
    }

    /** Every property of every record, also those that have no value, so that programs need not ask whether a key is there. */
    static String json(Object value) {
        try {
            return WHOLE.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what cannot be written as JSON", e);
        }
    }

    private static void append(List<StringBuilder> lines, String title, List<Object> values) {
        var cells = new ArrayList<>(List.of(title));
        values.forEach(value -> cells.add(cell(value)));
        int width = cells.stream().mapToInt(String::length).max().orElseThrow();
        boolean numbers = values.stream().anyMatch(Listing::isNumber);
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(width - cells.get(i).length());
            StringBuilder line = lines.get(i);
            line.append(line.isEmpty() ? "" : GAP).append(numbers ? padding + cells.get(i) : cells.get(i) + padding);
        }
    }

    private static boolean isNumber(Object value) {
        return switch (value) {
            case Optional<?> some when some.isPresent() -> isNumber(some.get());
            case Number _, OptionalInt _, OptionalLong _, OptionalDouble _ -> true;
            case null, default -> false;
        };
    }

    private static String cell(Object value) {
        return switch (value) {
            case null -> "-";
            case Optional<?> some -> some.map(Listing::cell).orElse("-");
            case OptionalInt some -> some.isPresent() ? Integer.toString(some.getAsInt()) : "-";
            case OptionalLong some -> some.isPresent() ? Long.toString(some.getAsLong()) : "-";
            case OptionalDouble some -> some.isPresent() ? cell(some.getAsDouble()) : "-";
            case Double number -> String.format(java.util.Locale.ROOT, "%.3f", number);
            case List<?> list -> list.isEmpty() ? "-" : String.join(",", list.stream().map(Objects::toString).toList());
            default -> value.toString();
        };
    }

    /** A moment as a person reads it, in the machine's time zone, to the second. */
    static String time(java.time.Instant moment) {
        return java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                .withZone(java.time.ZoneId.systemDefault())
                .format(moment);
    }
}
