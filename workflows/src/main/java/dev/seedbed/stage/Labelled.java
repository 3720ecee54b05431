package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.OptionalDouble;

/**
 * A label version and what it is worth.
 *
 * @param meanIou against the truth in [0, 1], where the data set has one; ignored pixels count as background
 * @param coverage share of pixels that are not ignored, in [0, 1]
 */
public record Labelled(LabelVersion labels, OptionalDouble meanIou, double coverage) {}
