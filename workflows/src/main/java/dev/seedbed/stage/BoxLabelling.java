package dev.seedbed.stage;

import java.util.Objects;

/**
 * How boxes become masks (BANA, CVPR 2021, section 3.2).
 *
 * @param attention whether background inside boxes scores by its attention (u_0); false: 0 there
 * @param grid cells along each side, each giving a background query (paper 4; released code 1: one query over the whole picture)
 * @param zeroBelow attention below this share of the picture's maximum counts as 0 (released code 0.99; paper 0)
 * @param peak over what a foreground score is scaled
 * @param crf of Y_crf
 */
public record BoxLabelling(boolean attention, int grid, double zeroBelow, Peak peak, Crf crf) {

    public BoxLabelling {
        Ranges.within("grid", grid, 1, 64);
        Ranges.within("zeroBelow", zeroBelow, 0, 1);
        Objects.requireNonNull(peak, "peak");
        Objects.requireNonNull(crf, "crf");
    }

    /** Over whose maximum a class's response is scaled. */
    public enum Peak {
        /** Each box's own (released code). */
        BOX,
        /** The class's, over all its boxes in the picture (paper). */
        CLASS
    }

    /** The released code's: bilateral (4, 55, 3), Gaussian (3, 3), 10 iterations. */
    public static BoxLabelling defaults() {
        return new BoxLabelling(true, 1, 0.99, Peak.BOX, new Crf(10, 3, 3, 4, 55, 3));
    }
}
