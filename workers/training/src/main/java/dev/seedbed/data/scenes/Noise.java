package dev.seedbed.data.scenes;

/**
 * Smooth value noise in the plane, the same on every machine.
 *
 * @param seed which noise
 */
record Noise(int seed) {

    /** Noise of three octaves in [0, 1]; features are about one unit wide. */
    double fractal(double x, double y) {
        return (smooth(x, y) * 4 + smooth(2 * x + 17.3, 2 * y - 5.1) * 2 + smooth(4 * x - 31.7, 4 * y + 11.9)) / 7;
    }

    /** Noise of one octave in [0, 1]. */
    double smooth(double x, double y) {
        int column = (int) StrictMath.floor(x);
        int row = (int) StrictMath.floor(y);
        double u = ease(x - column);
        double v = ease(y - row);
        double top = corner(column, row) * (1 - u) + corner(column + 1, row) * u;
        double bottom = corner(column, row + 1) * (1 - u) + corner(column + 1, row + 1) * u;
        return top * (1 - v) + bottom * v;
    }

    private double corner(int column, int row) {
        int hash = seed ^ column * 0x27D4EB2F ^ row * 0x165667B1;
        hash = (hash ^ hash >>> 15) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return ((hash ^ hash >>> 16) >>> 8) / (double) (1 << 24);
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
