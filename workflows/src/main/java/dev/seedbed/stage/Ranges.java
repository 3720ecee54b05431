package dev.seedbed.stage;

/** Checks that settings keep to their ranges; the message names the setting, the range and the value. */
public final class Ranges {

    private Ranges() {}

    /** @throws IllegalArgumentException if the value is below the minimum */
    public static void atLeast(String name, long value, long minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", not " + value);
        }
    }

    /** @throws IllegalArgumentException if the value is outside [minimum, maximum] or not a number */
    public static void within(String name, double value, double minimum, double maximum) {
        if (!(value >= minimum && value <= maximum)) {
            throw new IllegalArgumentException(name + " must be from " + minimum + " to " + maximum + ", not " + value);
        }
    }
}
