package dev.seedbed.imaging;

import java.util.Arrays;

/**
 * Seeded region growing (Huang et al., CVPR 2018, section 3.3). A place whose best class, of those that the image shows, is strictly over
 * that class's threshold is similar to it and takes it; any other place keeps its seed, the highest of several. Seeds of a class then
 * spread over all places of it that they are 8-connected to.
 *
 * @param backgroundAbove what background's probability is compared with, in double precision
 * @param foregroundAbove likewise any other class's
 */
public record SeedGrowth(double backgroundAbove, double foregroundAbove) {

    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    public SeedGrowth {
        requireProbability("backgroundAbove", backgroundAbove);
        requireProbability("foregroundAbove", foregroundAbove);
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], not " + value);
        }
    }

    /** Each group of classes by its own threshold; one of 1 stops the growing of its group. */
    public static SeedGrowth paper(double background, double foreground) {
        return new SeedGrowth(background, foreground);
    }

    /** The authors' program compares background with the larger threshold, so that a foreground threshold of 1 stops all growing. */
    public static SeedGrowth releasedCode(double background, double foreground) {
        return new SeedGrowth(Math.max(background, foreground), foreground);
    }

    /**
     * The seeds and all that they grow over. A place that seeds exactly one class is never taken by another, yet still joins that
     * other class's places together. Classes that the image does not show keep their seeds and do not grow.
     *
     * @param probabilities [1+C,h,w]
     * @param seeds [1+C,h,w]
     * @param shown whether the image shows a class [1+C], background first
     */
    public SeedMaps grow(FloatMaps probabilities, SeedMaps seeds, boolean[] shown) {
        requireFit(probabilities, seeds, shown);
        int[] classAt = new int[seeds.area()];
        int[] soleSeedAt = new int[seeds.area()];
        readSeeds(seeds, classAt, soleSeedAt);
        takeSimilar(probabilities, shown, classAt);
        var growing = new Growing(seeds, classAt, soleSeedAt);
        for (int place = 0; place < classAt.length; place++) {
            int c = classAt[place];
            if (c != NONE && shown[c] && seeds.at(c, place)) {
                growing.from(place);
            }
        }
        return new SeedMaps(seeds.classes(), seeds.height(), seeds.width(), growing.grown);
    }

    private static void requireFit(FloatMaps probabilities, SeedMaps seeds, boolean[] shown) {
        boolean fits = probabilities.channels() == seeds.classes()
                && probabilities.height() == seeds.height()
                && probabilities.width() == seeds.width()
                && shown.length == seeds.classes();
        if (!fits) {
            throw new IllegalArgumentException("seeds [" + seeds.classes() + "," + seeds.height() + "," + seeds.width()
                    + "] do not fit probabilities [" + probabilities.channels() + "," + probabilities.height() + "," + probabilities.width()
                    + "] and " + shown.length + " tags, background's included");
        }
    }

    private static void readSeeds(SeedMaps seeds, int[] highest, int[] sole) {
        Arrays.fill(highest, NONE);
        Arrays.fill(sole, NONE);
        for (int c = 0, i = 0; c < seeds.classes(); c++) {
            for (int place = 0; place < highest.length; place++, i++) {
                if (seeds.seeds()[i] != 0) {
                    sole[place] = highest[place] == NONE ? c : SEVERAL;
                    highest[place] = c;
                }
            }
        }
    }

    private void takeSimilar(FloatMaps probabilities, boolean[] shown, int[] classAt) {
        int[] best = new int[classAt.length];
        float[] top = new float[classAt.length];
        Arrays.fill(top, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < shown.length; c++) {
            int from = c * top.length;
            for (int place = 0; shown[c] && place < top.length; place++) {
                if (probabilities.values()[from + place] > top[place]) {
                    top[place] = probabilities.values()[from + place];
                    best[place] = c;
                }
            }
        }
        for (int place = 0; place < top.length; place++) {
            if (top[place] > (best[place] == 0 ? backgroundAbove : foregroundAbove)) {
                classAt[place] = best[place];
            }
        }
    }

    /** Floods the places of one class, from seeds of it. */
    private static final class Growing {

        final byte[] grown;
        private final int height;
        private final int width;
        private final int[] classAt;
        private final int[] soleSeedAt;
        private final boolean[] reached;
        private final int[] front;

        Growing(SeedMaps seeds, int[] classAt, int[] soleSeedAt) {
            this.grown = seeds.seeds().clone();
            this.height = seeds.height();
            this.width = seeds.width();
            this.classAt = classAt;
            this.soleSeedAt = soleSeedAt;
            this.reached = new boolean[classAt.length];
            this.front = new int[classAt.length];
        }

        void from(int seed) {
            if (reached[seed]) {
                return;
            }
            reached[seed] = true;
            front[0] = seed;
            for (int waiting = 1; waiting > 0; ) {
                int place = front[--waiting];
                take(place);
                waiting = reachAround(place, waiting);
            }
        }

        private void take(int place) {
            int c = classAt[place];
            if (soleSeedAt[place] < 0 || soleSeedAt[place] == c) {
                grown[c * classAt.length + place] = 1;
            }
        }

        private int reachAround(int place, int waiting) {
            int row = place / width;
            int column = place % width;
            for (int y = Math.max(row - 1, 0); y <= Math.min(row + 1, height - 1); y++) {
                for (int x = Math.max(column - 1, 0); x <= Math.min(column + 1, width - 1); x++) {
                    int near = y * width + x;
                    if (!reached[near] && classAt[near] == classAt[place]) {
                        reached[near] = true;
                        front[waiting++] = near;
                    }
                }
            }
            return waiting;
        }
    }
}
