package dev.seedbed.imaging;

import java.util.Objects;

/**
 * Some maps of one size, such as class scores or features: [channels, height, width].
 *
 * @param values channel by channel, row by row; shared, not copied
 */
public record FloatMaps(int channels, int height, int width, float[] values) {

    public FloatMaps {
        Objects.requireNonNull(values, "values");
        if (channels < 0 || width < 1 || height < 1 || values.length != (long) channels * width * height) {
            throw new IllegalArgumentException(
                    "not maps: [" + channels + "," + height + "," + width + "] with " + values.length + " values");
        }
    }

    /** Pixels in a map. */
    public int area() {
        return width * height;
    }
}
