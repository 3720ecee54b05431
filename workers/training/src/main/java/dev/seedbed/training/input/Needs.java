package dev.seedbed.training.input;

import java.util.OptionalInt;

/**
 * What a network learns from, besides pictures and their tags.
 *
 * @param labels whether from labels
 * @param otherLabels whether from labels of a second version too
 * @param boxes whether from objects' boxes
 * @param grid side of the output grid on which it learns from cues; empty where it does not
 */
public record Needs(boolean labels, boolean otherLabels, boolean boxes, OptionalInt grid) {

    /** Tags alone. */
    public static final Needs TAGS = new Needs(false, false, false, OptionalInt.empty());

    /** Labels of one version. */
    public static final Needs LABELS = new Needs(true, false, false, OptionalInt.empty());

    /** Labels of two versions. */
    public static final Needs TWO_LABELS = new Needs(true, true, false, OptionalInt.empty());

    /** Objects' boxes. */
    public static final Needs BOXES = new Needs(false, false, true, OptionalInt.empty());

    /** Cues on a grid. */
    public static Needs cues(int grid) {
        return new Needs(false, false, false, OptionalInt.of(grid));
    }
}
