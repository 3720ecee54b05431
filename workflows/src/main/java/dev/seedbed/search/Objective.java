package dev.seedbed.search;

import java.util.Objects;

/**
 * A figure that a search makes as good as it can.
 *
 * @param figure a figure's name, for instance {@code psl.val.miou}, or {@link #DEVICE_SECONDS}
 */
public record Objective(String figure, Goal goal) {

    /** A trial's own cost, which no stage reports. */
    public static final String DEVICE_SECONDS = "device-seconds";

    public Objective {
        if (figure.isBlank()) {
            throw new SearchException("figure", "must name a figure, for instance psl.val.miou");
        }
        Objects.requireNonNull(goal, "goal");
    }
}
