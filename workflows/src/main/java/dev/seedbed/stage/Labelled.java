package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.OptionalDouble;

/**
 * A label version and what it is worth. Figures against the truth are there where the data set has one; ignored pixels count as background.
 *
 * @param meanIou over all classes, in [0, 1]
 * @param precision mean over the foreground classes that occur in truth or labels, in [0, 1]
 * @param recall mean over the same, in [0, 1]
 * @param coverage share of pixels that are not ignored, in [0, 1]
 */
public record Labelled(
        LabelVersion labels, OptionalDouble meanIou, OptionalDouble precision, OptionalDouble recall, double coverage) {}
