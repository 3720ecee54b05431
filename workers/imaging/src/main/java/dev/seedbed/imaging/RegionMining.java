package dev.seedbed.imaging;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which pixels of a class activation map are the class's region: the two readings of "top 20%" in adversarial erasing
 * (Wei et al., 2017). Maps need not be scaled. A map without a positive value claims nothing.
 */
public sealed interface RegionMining {

    /**
     * The pixels that one class's map claims.
     *
     * @return [height × width], row by row
     */
    boolean[] region(FloatMaps maps, int channel);

    /**
     * The regions of several classes as one mask: the class where exactly one claims the pixel, {@link Mask#IGNORE} where several do,
     * 0 where none does.
     *
     * @param maps a row [h,w] for each class
     * @param classes the class index of each row, 1..254; rows of one class count once
     */
    default Mask mine(FloatMaps maps, int... classes) {
        if (classes.length != maps.channels()) {
            throw new IllegalArgumentException(maps.channels() + " maps cannot be those of classes " + Arrays.toString(classes));
        }
        if (Arrays.stream(classes).anyMatch(c -> c < 1 || c >= Mask.IGNORE)) {
            throw new IllegalArgumentException("classes with regions are from 1 to 254, unlike " + Arrays.toString(classes));
        }
        byte[] labels = new byte[maps.area()];
        for (int row = 0; row < classes.length; row++) {
            boolean[] region = region(maps, row);
            for (int i = 0; i < labels.length; i++) {
                if (region[i]) {
                    labels[i] = (byte) RegionFusion.join(labels[i] & 0xFF, classes[row]);
                }
            }
        }
        return new Mask(maps.width(), maps.height(), labels);
    }

    /**
     * Pixels whose response is at least threshold × the map's maximum.
     *
     * @param threshold in (0, 1]; compared in double precision
     */
    record PeakFraction(double threshold) implements RegionMining {

        public PeakFraction {
            requireFraction(threshold);
        }

        @Override
        public boolean[] region(FloatMaps maps, int channel) {
            boolean[] region = new boolean[maps.area()];
            float peak = ActivationMap.peak(maps, channel);
            if (!(peak > 0)) {
                return region;
            }
            double least = threshold * peak;
            int from = channel * maps.area();
            for (int i = 0; i < region.length; i++) {
                region[i] = maps.values()[from + i] >= least;
            }
            return region;
        }
    }

    /**
     * The ⌈threshold × height × width⌉ highest pixels, positive ones only, ties to the lower index.
     *
     * @param threshold in (0, 1]
     */
    record AreaFraction(double threshold) implements RegionMining {

        public AreaFraction {
            requireFraction(threshold);
        }

        @Override
        public boolean[] region(FloatMaps maps, int channel) {
            int from = channel * maps.area();
            float[] map = Arrays.copyOfRange(maps.values(), from, from + maps.area());
            int count = (int) Math.ceil(threshold * map.length);
            boolean[] region = new boolean[map.length];
            float[] sorted = map.clone();
            Arrays.sort(sorted);
            float last = sorted[map.length - count];
            int above = (int) IntStream.range(0, map.length).filter(i -> map[i] > last).count();
            int ties = count - above;
            for (int i = 0; i < map.length; i++) {
                boolean tie = map[i] == last && ties-- > 0;
                region[i] = map[i] > 0 && (map[i] > last || tie);
            }
            return region;
        }
    }

    private static void requireFraction(double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be over 0 and at most 1, not " + threshold);
        }
    }
}
