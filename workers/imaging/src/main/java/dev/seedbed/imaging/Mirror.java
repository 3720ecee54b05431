package dev.seedbed.imaging;

/** Pictures with left and right exchanged. */
public final class Mirror {

    private Mirror() {}

    public static Raster of(Raster raster) {
        return new Raster(raster.width(), raster.height(), rows(raster.rgb(), raster.width(), raster.height(), 3));
    }

    public static Mask of(Mask mask) {
        return new Mask(mask.width(), mask.height(), rows(mask.labels(), mask.width(), mask.height(), 1));
    }

    public static GreyMap of(GreyMap map) {
        return new GreyMap(map.width(), map.height(), rows(map.levels(), map.width(), map.height(), 1));
    }

    public static SeedMaps of(SeedMaps maps) {
        return new SeedMaps(maps.classes(), maps.height(), maps.width(), rows(maps.seeds(), maps.width(), maps.classes() * maps.height(), 1));
    }

    private static byte[] rows(byte[] from, int width, int height, int channels) {
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = (y * width + x) * channels;
                int target = (y * width + width - 1 - x) * channels;
                for (int c = 0; c < channels; c++) {
                    to[target + c] = from[source + c];
                }
            }
        }
        return to;
    }
}
