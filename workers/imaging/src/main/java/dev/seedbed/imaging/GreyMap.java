package dev.seedbed.imaging;

import java.util.Objects;

/**
 * One grey level per pixel, such as saliency: 0..255 for 0..1.
 *
 * @param levels row by row: height × width, unsigned; shared, not copied: never write to it once the map is made
 */
public record GreyMap(int width, int height, byte[] levels) {

    public GreyMap {
        Objects.requireNonNull(levels, "levels");
        if (width < 1 || height < 1 || levels.length != (long) width * height) {
            throw new IllegalArgumentException("not a grey map: " + width + "x" + height + " with " + levels.length + " levels");
        }
    }

    /** The level at a pixel's index in [0, 1]. */
    public float at(int pixel) {
        return (levels[pixel] & 0xFF) / 255f;
    }
}
