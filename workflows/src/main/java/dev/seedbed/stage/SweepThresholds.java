package dev.seedbed.stage;

import java.util.List;

/**
 * Measures activation maps against the truth at several background thresholds: what each would be worth as {@link LabelMaps}.
 *
 * @param thresholds background's score, each in [0, 1], ascending, at least one
 */
public record SweepThresholds(Images images, Cams cams, List<Double> thresholds) implements StageSpec<ThresholdCurve> {

    public static final String KIND = "sweep-thresholds";

    public SweepThresholds {
        thresholds = List.copyOf(thresholds);
        ThresholdCurve.requireAscending(thresholds);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.CPU;
    }

    @Override
    public Class<ThresholdCurve> resultType() {
        return ThresholdCurve.class;
    }
}
