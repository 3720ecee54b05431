package dev.seedbed.tracking.label;

import dev.seedbed.stage.ThresholdCurve;

/**
 * Mean IoU over thresholds, as a stage measured it on activation maps.
 *
 * @param stageKey the stage that measured
 * @param arrays hash of the activation maps
 */
public record MeasuredCurve(String stageKey, String arrays, ThresholdCurve curve) {}
