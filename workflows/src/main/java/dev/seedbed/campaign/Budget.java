package dev.seedbed.campaign;

import dev.seedbed.stage.Ranges;
import java.util.OptionalDouble;

/**
 * What a campaign may cost, and what is enough. At least one is said.
 *
 * @param hours of the clock since its first trial, more than 0; pauses do not count. Then running trials are stopped at a checkpoint
 * @param deviceSeconds of the GPU pool's devices that may be charged to it, more than 0. Then running trials are stopped at a checkpoint
 * @param target a value of the search's first objective that is good enough. Then no further point is tried; those that run come to their end
 */
public record Budget(OptionalDouble hours, OptionalDouble deviceSeconds, OptionalDouble target) {

    private static final double A_CENTURY_H = 876_600;

    public Budget {
        hours.ifPresent(value -> requirePositive("hours", value, A_CENTURY_H));
        deviceSeconds.ifPresent(value -> requirePositive("deviceSeconds", value, 3_600 * 1e6));
        target.ifPresent(value -> Ranges.within("target", value, -Double.MAX_VALUE, Double.MAX_VALUE));
    }

    /** Without end. */
    public static Budget none() {
        return new Budget(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** This budget with what the other says instead. */
    public Budget with(Budget other) {
        return new Budget(
                other.hours.isPresent() ? other.hours : hours,
                other.deviceSeconds.isPresent() ? other.deviceSeconds : deviceSeconds,
                other.target.isPresent() ? other.target : target);
    }

    private static void requirePositive(String name, double value, double most) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("a budget of " + name + " must be more than 0, not " + value + "; leave it out for none");
        }
        Ranges.within(name, value, 0, most);
    }
}
