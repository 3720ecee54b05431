package dev.seedbed.campaign;

import java.util.List;
import java.util.Objects;

/**
 * What may keep a trial from running its method to the end as it stands, or change a stage of it.
 *
 * @param gates that label versions must pass
 * @param onOutOfMemory fail unless said
 */
public record TrialCourse(List<Gate> gates, OutOfMemory onOutOfMemory) {

    public TrialCourse {
        gates = gates == null ? List.of() : List.copyOf(gates);
        onOutOfMemory = Objects.requireNonNullElse(onOutOfMemory, OutOfMemory.FAIL);
    }

    /** Nothing does. */
    public static TrialCourse plain() {
        return new TrialCourse(List.of(), OutOfMemory.FAIL);
    }
}
