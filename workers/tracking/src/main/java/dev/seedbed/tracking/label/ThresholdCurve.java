package dev.seedbed.tracking.label;

import java.util.List;

/**
 * Mean IoU over thresholds, as a stage measured it on activation maps.
 *
 * @param stageKey the stage that measured
 * @param arrays hash of the activation maps
 * @param meanIous in [0, 1], one for every threshold
 */
public record ThresholdCurve(String stageKey, String arrays, List<Double> thresholds, List<Double> meanIous) {

    public ThresholdCurve {
        thresholds = List.copyOf(thresholds);
        meanIous = List.copyOf(meanIous);
        if (thresholds.size() != meanIous.size()) {
            throw new IllegalArgumentException(meanIous.size() + " values of " + thresholds.size() + " thresholds");
        }
    }
}
