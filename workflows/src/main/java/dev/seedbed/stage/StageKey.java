package dev.seedbed.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/**
 * The name of a stage's result: SHA-256 of its kind, its executor's version and its value as canonical JSON. What is marked
 * {@link NotInKey} stays out, and so does a setting at its default: of a record type with a static method {@code defaults()},
 * every component that equals the default's. So a setting that is added later, with a default that changes nothing, changes no key.
 */
public record StageKey(String hex) {

    public StageKey {
        Sha256.require(hex);
    }

    /** The key of a stage under an executor's version. */
    public static StageKey of(StageSpec<?> stage, String executorVersion) {
        return new StageKey(Sha256.of(canonical(stage, executorVersion)));
    }

    /** The text that is hashed; for tests and for people who ask why two keys differ. */
    static String canonical(StageSpec<?> stage, String executorVersion) {
        ObjectNode whole = Json.mapper().createObjectNode();
        whole.put("executor", executorVersion);
        whole.put("kind", stage.kind());
        whole.set("stage", reduce(stage, Json.tree(stage)));
        return Json.write(whole);
    }

    private static JsonNode reduce(Object value, JsonNode tree) {
        if (value instanceof Record item && tree instanceof ObjectNode object) {
            return reduceRecord(item, object);
        }
        if (value instanceof List<?> list && tree instanceof ArrayNode array) {
            for (int i = 0; i < list.size(); i++) {
                array.set(i, reduce(list.get(i), array.get(i)));
            }
        }
        return value instanceof Optional<?> some && some.isPresent() ? reduce(some.get(), tree) : tree;
    }

    private static ObjectNode reduceRecord(Record value, ObjectNode tree) {
        Optional<Record> defaults = defaults(value.getClass());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            String name = component.getName();
            Object own = get(value, component);
            if (component.isAnnotationPresent(NotInKey.class)
                    || defaults.isPresent() && own.equals(get(defaults.get(), component))) {
                tree.remove(name);
            } else if (tree.has(name)) {
                tree.set(name, reduce(own, tree.get(name)));
            }
        }
        return tree;
    }

    private static Optional<Record> defaults(Class<?> type) {
        try {
            return Optional.of((Record) type.getMethod("defaults").invoke(null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + ".defaults() failed", e);
        }
    }

    private static Object get(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
