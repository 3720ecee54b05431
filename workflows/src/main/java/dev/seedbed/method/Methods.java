package dev.seedbed.method;

import dev.seedbed.json.Nearest;
import java.util.List;

/** The methods there are. A new one is added to this list. */
public final class Methods {

    private static final List<Method<?>> ALL = List.of(
            new AdversarialErasing(),
            new SeededRegionGrowing(),
            new BackgroundAwarePooling(),
            new ImageSpecificPrototypes(),
            new FullSupervision(),
            new DrillRun());

    private Methods() {}

    /** Their names, as campaign files use them. */
    public static List<String> names() {
        return ALL.stream().<String>map(Method::name).toList();
    }

    /**
     * The method of a name.
     *
     * @throws IllegalArgumentException if there is none, naming the nearest
     */
    public static Method<?> named(String name) {
        return ALL.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no method " + name + Nearest.hint(name, names())));
    }
}
