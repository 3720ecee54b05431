package dev.seedbed.imaging;

import java.util.Objects;

/**
 * Seeds of an image on a grid: per class the places that are believed to show it; a place may seed several classes.
 *
 * @param classes maps, background first: 1 + C
 * @param seeds [classes, height, width], 0 or 1; shared, not copied: never write to it once the maps are made
 */
public record SeedMaps(int classes, int height, int width, byte[] seeds) {

    public SeedMaps {
        Objects.requireNonNull(seeds, "seeds");
        if (classes < 1 || width < 1 || height < 1 || seeds.length != (long) classes * width * height) {
            throw new IllegalArgumentException("not seeds: [" + classes + "," + height + "," + width + "] with " + seeds.length + " values");
        }
    }

    /** Places in a map. */
    public int area() {
        return width * height;
    }
}
