package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** An object's fields, read by name; every error names the path of the field. */
record Fields(String path, JsonNode object) {

    Fields {
        if (!object.isObject()) {
            throw new SearchException(path, "must be keys and values in braces, not " + object);
        }
    }

    /** Refuses every field that is not known. */
    Fields only(String... known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!Set.of(known).contains(name)) {
                throw new SearchException(at(name), "unknown key" + Nearest.hint(name, List.of(known)));
            }
        });
        return this;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    SearchException error(String name, String reason) {
        return new SearchException(at(name), reason);
    }

    Fields inner(String name) {
        return new Fields(at(name), need(name));
    }

    /** What is read from an object within this one; the errors of reading it, which name paths within it, then name them from here. */
    <T> T read(String name, Function<Fields, T> reading) {
        try {
            return reading.apply(new Fields("", need(name)));
        } catch (SearchException e) {
            throw new SearchException(e.path().isEmpty() ? at(name) : at(name) + "." + e.path(), e.reason());
        }
    }

    List<JsonNode> list(String name) {
        JsonNode value = need(name);
        if (!value.isArray()) {
            throw error(name, "must be a list in brackets, not " + value);
        }
        var items = new ArrayList<JsonNode>();
        value.forEach(items::add);
        return items;
    }

    String text(String name) {
        JsonNode value = need(name);
        if (!value.isTextual()) {
            throw error(name, "must be text, not " + value);
        }
        return value.textValue();
    }

    int whole(String name, int otherwise) {
        return has(name) ? whole(name) : otherwise;
    }

    int whole(String name) {
        return intOf(at(name), need(name));
    }

    long longNumber(String name, long otherwise) {
        return has(name) ? longNumber(name) : otherwise;
    }

    long longNumber(String name) {
        return longOf(at(name), need(name));
    }

    boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        if (!object.get(name).isBoolean()) {
            throw error(name, "must be true or false, not " + object.get(name));
        }
        return object.get(name).booleanValue();
    }

    /** The constant of that name, letter case ignored. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        List<String> known = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        throw error(name, "there is no " + text + Nearest.hint(text, known));
    }

    private JsonNode need(String name) {
        if (!has(name)) {
            throw new SearchException(path, name + " is missing");
        }
        return object.get(name);
    }

    static int intOf(String path, JsonNode value) {
        long number = longOf(path, value);
        if (number != (int) number) {
            throw new SearchException(path, "is too large: " + number);
        }
        return (int) number;
    }

    static long longOf(String path, JsonNode value) {
        JsonNode canonical = Point.canonical(value);
        if (!canonical.isIntegralNumber()) {
            throw new SearchException(path, "must be a whole number, not " + value);
        }
        return canonical.longValue();
    }

    static double doubleOf(String path, JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new SearchException(path, "must be a number, not " + value);
        }
        return value.doubleValue();
    }
}
