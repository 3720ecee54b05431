package dev.seedbed.stage;

import java.util.OptionalDouble;

/**
 * How good seeds are, on the grid on which they lie. What needs the truth is there where the data set has true masks: means over the
 * foreground classes that occur among seeds or in truth, in [0, 1].
 *
 * @param coverage share of places that seed anything, in [0, 1]
 */
public record SeedQuality(OptionalDouble precision, OptionalDouble recall, OptionalDouble iou, double coverage) {}
