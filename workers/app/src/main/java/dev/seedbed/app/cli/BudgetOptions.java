package dev.seedbed.app.cli;

import dev.seedbed.campaign.Budget;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** A budget on the command line. */
final class BudgetOptions {

    @Option(names = "--hours", paramLabel = "H", description = "Hours of the clock since its start, pauses not counted; then running trials are stopped.")
    private Double hours;

    @Option(names = "--device-seconds", paramLabel = "S", description = "Seconds of devices in all; then running trials are stopped.")
    private Double deviceSeconds;

    @Option(names = "--target", paramLabel = "VALUE", description = "A value of the first objective that is good enough; running trials come to their end.")
    private Double target;

    Budget budget() {
        return new Budget(optional(hours), optional(deviceSeconds), optional(target));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
