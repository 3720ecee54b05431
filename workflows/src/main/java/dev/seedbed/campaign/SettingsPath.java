package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.seedbed.json.Nearest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which keys there are below a record, as trees name them. */
public final class SettingsPath {

    private SettingsPath() {}

    /**
     * Why there is no setting at a dotted path, naming the nearest; empty if there is.
     *
     * @param type the class of the settings
     */
    public static Optional<String> objection(String path, Class<?> type) {
        Class<?> at = type;
        for (String step : path.split("\\.", -1)) {
            Map<String, Class<?>> known = keys(at);
            if (!known.containsKey(step)) {
                return Optional.of("there is no setting " + step + (known.isEmpty() ? "" : Nearest.hint(step, known.keySet())));
            }
            at = known.get(step);
        }
        return Optional.empty();
    }

    /** The keys of a record's tree; none where it is no record, or is written as another tree than its components make. */
    static Map<String, Class<?>> keys(Class<?> type) {
        return type.isRecord() && !isWrittenOtherwise(type)
                ? Arrays.stream(type.getRecordComponents()).collect(Collectors.toMap(RecordComponent::getName, SettingsPath::content))
                : Map.of();
    }

    private static boolean isWrittenOtherwise(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }

    /** A component's type; of an {@link Optional} the type of what may be there. */
    private static Class<?> content(RecordComponent component) {
        return component.getType() == Optional.class
                        && component.getGenericType() instanceof ParameterizedType optional
                        && optional.getActualTypeArguments()[0] instanceof Class<?> inner
                ? inner
                : component.getType();
    }
}
