package dev.seedbed.data.scenes;

/**
 * Where a figure lies: its own frame is turned, stretched and moved onto the scene.
 *
 * @param x centre, pixels from the left
 * @param y centre, pixels from the top
 * @param reachPx pixels that a unit of the frame takes
 * @param squeeze factor across, at most 1
 */
record Frame(double x, double y, double reachPx, double squeeze, double cos, double sin) {

    static Frame of(double x, double y, double reachPx, double squeeze, double radians) {
        return new Frame(x, y, reachPx, squeeze, StrictMath.cos(radians), StrictMath.sin(radians));
    }

    /** The point's coordinate along the figure, −1 to 1 within it. */
    double u(double px, double py) {
        return ((px - x) * cos + (py - y) * sin) / reachPx;
    }

    /** The point's coordinate across the figure. */
    double v(double px, double py) {
        return ((py - y) * cos - (px - x) * sin) / (reachPx * squeeze);
    }
}
