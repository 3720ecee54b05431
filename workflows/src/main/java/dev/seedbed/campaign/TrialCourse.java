package dev.seedbed.campaign;

import dev.seedbed.search.Pruning;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What may keep a trial from running its method to the end as it stands, or change a stage of it.
 *
 * @param pruning at whose rungs it is compared with others; only trials of a search's points are
 * @param gates that label versions must pass
 * @param onOutOfMemory fail unless said
 */
public record TrialCourse(Optional<Pruning> pruning, List<Gate> gates, OutOfMemory onOutOfMemory) {

    public TrialCourse {
        pruning = Objects.requireNonNullElse(pruning, Optional.empty());
        gates = gates == null ? List.of() : List.copyOf(gates);
        onOutOfMemory = Objects.requireNonNullElse(onOutOfMemory, OutOfMemory.FAIL);
    }

    /** Nothing does. */
    public static TrialCourse plain() {
        return new TrialCourse(Optional.empty(), List.of(), OutOfMemory.FAIL);
    }
}
