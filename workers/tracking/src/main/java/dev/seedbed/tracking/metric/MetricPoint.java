package dev.seedbed.tracking.metric;

import java.util.Objects;

/**
 * One measured value.
 *
 * @param name what was measured, such as {@code loss}
 * @param step at least 0
 */
public record MetricPoint(String name, long step, double value) {

    public MetricPoint {
        Objects.requireNonNull(name, "name");
        if (name.isBlank() || step < 0) {
            throw new IllegalArgumentException("not a metric: '" + name + "' at step " + step);
        }
    }
}
