package dev.seedbed.data.scenes;

import java.util.Random;

/** Random draws whose order is the order of the calls, from the one generator whose numbers the Java platform specifies bit by bit. */
final class Draw {

    private final Random random;

    /** Draws of one image: neighbouring images and seeds have nothing to do with each other. */
    Draw(long seed, int image) {
        random = new Random(mix(seed * 0x9E3779B97F4A7C15L + mix(image + 1L)));
    }

    /** A number in [low, high). */
    double within(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** An integer in [0, bound). */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** A seed for a {@link Noise}. */
    int seed() {
        return random.nextInt();
    }

    /** Stafford's variant 13 of the 64-bit finaliser. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
