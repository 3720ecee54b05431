package dev.seedbed.imaging;

import java.util.Objects;

/**
 * Seeds on a grid: for every class the places that are believed to be sure. A place may be a seed of several classes.
 *
 * @param classes background and foreground: 1 + C
 * @param seeds class by class, row by row: classes × height × width, 0 or 1; shared, not copied: never write to it once the maps are made
 */
public record SeedMaps(int classes, int height, int width, byte[] seeds) {

    public SeedMaps {
        Objects.requireNonNull(seeds, "seeds");
        if (classes < 1 || height < 1 || width < 1 || seeds.length != (long) classes * height * width) {
            throw new IllegalArgumentException(
                    "not seed maps: " + classes + "x" + height + "x" + width + " with " + seeds.length + " values");
        }
    }

    /** Places on the grid. */
    public int area() {
        return height * width;
    }

    /** Whether a place, by its index on the grid, is a seed of a class. */
    public boolean at(int label, int place) {
        return seeds[label * area() + place] != 0;
    }
}
