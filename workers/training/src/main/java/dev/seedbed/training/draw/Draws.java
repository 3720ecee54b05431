package dev.seedbed.training.draw;

/**
 * Random draws that depend on nothing but what they are for: the same seed, purpose and keys (an epoch, a step, an image) give the
 * same draws in the same order, on any machine and thread. SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) from a mixed start.
 *
 * <p>Not for several threads at once.
 */
public final class Draws {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    /** What draws are for; each purpose has draws of its own. */
    public enum Purpose {
        INITIAL_WEIGHTS,
        ORDER,
        AUGMENTATION,
        DROPOUT,
        TRUE_MASKS
    }

    /** The draws for a purpose under a seed, told apart by keys. */
    public static Draws of(long seed, Purpose purpose, long... keys) {
        long state = mix(seed + GAMMA);
        state = mix(state + GAMMA * (purpose.ordinal() + 1));
        for (long key : keys) {
            state = mix(state + GAMMA + mix(key + GAMMA));
        }
        return new Draws(state);
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    public double nextDouble(double low, double high) {
        return low + nextDouble() * (high - low);
    }

    /** Either, with the same chance. */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Uniform in 0..bound−1. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, not " + bound);
        }
        return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
    }

    /** From the standard normal distribution (Marsaglia's polar method; one of its two values). */
    public double nextGaussian() {
        while (true) {
            double u = nextDouble(-1, 1);
            double v = nextDouble(-1, 1);
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /** The numbers 0..size−1 in random order. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
