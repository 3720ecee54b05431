package dev.seedbed.search;

/**
 * A figure that a search makes as good as it can.
 *
 * @param figure a figure's name, for instance {@code psl.val.miou}, or {@link #DEVICE_SECONDS}
 */
public record Objective(String figure, Goal goal) {

    /** A trial's own cost, which no stage reports. */
    public static final String DEVICE_SECONDS = "device-seconds";

    public Objective {
        if (figure == null || figure.isBlank()) {
            throw new IllegalArgumentException("an objective needs a figure, for instance {figure: psl.val.miou, goal: maximize}");
        }
        if (goal == null) {
            throw new IllegalArgumentException("objective " + figure + " needs a goal: maximize or minimize");
        }
    }
}
