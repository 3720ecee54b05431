package dev.seedbed.search;

/**
 * The standard normal distribution, the same bits on any machine: cubic Hermite interpolation between tabulated values, whose error stays
 * below 1e-11. The table's distribution function is Marsaglia's series (Evaluating the normal distribution, 2004).
 */
final class Normal {

    private static final int PER_UNIT = 256;
    private static final int LIMIT = 9;
    private static final double[] DENSITY = new double[2 * LIMIT * PER_UNIT + 2];
    private static final double[] BELOW = new double[DENSITY.length];

    static {
        for (int i = 0; i < DENSITY.length; i++) {
            double x = (double) i / PER_UNIT - LIMIT;
            DENSITY[i] = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
            BELOW[i] = 0.5 + DENSITY[i] * series(x);
        }
    }

    private Normal() {}

    private static double series(double x) {
        double sum = 0;
        double term = x;
        for (int n = 3; sum + term != sum; n += 2) {
            sum += term;
            term *= x * x / n;
        }
        return sum;
    }

    /** φ(x). */
    static double density(double x) {
        if (!(Math.abs(x) < LIMIT)) {
            return 0;
        }
        double place = (x + LIMIT) * PER_UNIT;
        int i = (int) place;
        return hermite(place - i, DENSITY[i], DENSITY[i + 1], -place(i) * DENSITY[i], -place(i + 1) * DENSITY[i + 1]);
    }

    /** Φ(x), the mass below x. */
    static double below(double x) {
        if (!(Math.abs(x) < LIMIT)) {
            return x < 0 ? 0 : 1;
        }
        double place = (x + LIMIT) * PER_UNIT;
        int i = (int) place;
        return hermite(place - i, BELOW[i], BELOW[i + 1], DENSITY[i], DENSITY[i + 1]);
    }

    private static double place(int i) {
        return (double) i / PER_UNIT - LIMIT;
    }

    /** Between two values with slopes, at a part t of the way. */
    private static double hermite(double t, double from, double to, double slopeFrom, double slopeTo) {
        double rise = to - from;
        double left = slopeFrom / PER_UNIT - rise;
        double right = rise - slopeTo / PER_UNIT;
        return from + t * (rise + (1 - t) * ((1 - t) * left + t * right));
    }
}
