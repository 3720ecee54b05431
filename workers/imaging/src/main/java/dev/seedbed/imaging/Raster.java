package dev.seedbed.imaging;

import java.util.Objects;

/**
 * A colour picture.
 *
 * @param rgb red, green, blue of every pixel, row by row: height × width × 3 bytes, 0..255; shared, not copied: never write to it
 *     once the picture is made
 */
public record Raster(int width, int height, byte[] rgb) {

    public Raster {
        Objects.requireNonNull(rgb, "rgb");
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("not a picture: " + width + "x" + height + " with " + rgb.length + " bytes");
        }
    }
}
