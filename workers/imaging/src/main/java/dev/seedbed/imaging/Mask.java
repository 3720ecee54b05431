package dev.seedbed.imaging;

import java.util.Objects;

/**
 * One label per pixel: a class index, 0 background, {@link #IGNORE} undecided or void.
 *
 * @param labels row by row: height × width, unsigned; shared, not copied: never write to it once the mask is made
 */
public record Mask(int width, int height, byte[] labels) {

    /** The label of a pixel that is void in truth, undecided in labels. */
    public static final int IGNORE = 255;

    public Mask {
        Objects.requireNonNull(labels, "labels");
        if (width < 1 || height < 1 || labels.length != (long) width * height) {
            throw new IllegalArgumentException("not a mask: " + width + "x" + height + " with " + labels.length + " labels");
        }
    }

    /** The label at a pixel's index, 0..255. */
    public int at(int pixel) {
        return labels[pixel] & 0xFF;
    }
}
