package dev.seedbed.stage;

import java.util.Objects;

/**
 * How the features inside a box become what is classified (BANA, CVPR 2021, section 3.1). A box is sampled on the features' grid from edge to
 * edge at ⌈x1⌉ − ⌊x0⌋ points, between places bilinearly, as the released code does.
 *
 * @param kind plain or background-aware
 * @param regions a box is pooled in regions × regions overlapping parts: 1 the whole box (paper), 2 (released code)
 * @param grid cells along each side of the picture; each cell with background gives a background query
 * @param minBackground a picture whose share of background is strictly under it is pooled plainly
 */
public record BoxPooling(Kind kind, int regions, int grid, double minBackground) {

    public BoxPooling {
        Objects.requireNonNull(kind, "kind");
        Ranges.within("regions", regions, 1, 4);
        Ranges.within("grid", grid, 1, 64);
        Ranges.within("minBackground", minBackground, 0, 1);
    }

    /** What weighs a feature inside a box. */
    public enum Kind {
        /** All alike: global average pooling of the box. */
        MEAN,
        /** By 1 − A, A the attention to the background queries. */
        BACKGROUND_AWARE
    }

    public static BoxPooling defaults() {
        return new BoxPooling(Kind.BACKGROUND_AWARE, 2, 4, 0.125);
    }
}
