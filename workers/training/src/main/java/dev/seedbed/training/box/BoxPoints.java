package dev.seedbed.training.box;

import dev.seedbed.artifact.DatasetManifest.Box;
import java.util.stream.IntStream;

/**
 * The points of a features' grid at which a box is looked at: each x with each y, in units of the grid's places.
 *
 * @param x and y: ascending, in [0, side − 1]; at least one each
 * @param label the box's class
 */
public record BoxPoints(double[] x, double[] y, int label) {

    /**
     * As the released code samples boxes: both scaled to the grid, 0 to its first place and the square's side to its last, and as many
     * points evenly from edge to edge as places are touched, ⌈x1⌉ − ⌊x0⌋; one point lies in the middle.
     *
     * @param box in pixels of a square
     * @param sidePx of the square
     * @param side of the grid
     */
    public static BoxPoints of(Box box, int sidePx, int side) {
        double scale = (side - 1) / (double) sidePx;
        return new BoxPoints(between(box.x0() * scale, box.x1() * scale), between(box.y0() * scale, box.y1() * scale), box.label());
    }

    /** The places themselves, of a box that is on the grid already. */
    public static BoxPoints places(Box box) {
        return new BoxPoints(
                IntStream.range(box.x0(), box.x1()).asDoubleStream().toArray(),
                IntStream.range(box.y0(), box.y1()).asDoubleStream().toArray(),
                box.label());
    }

    private static double[] between(double from, double to) {
        int count = Math.max(1, (int) (Math.ceil(to) - Math.floor(from)));
        return count == 1
                ? new double[] {(from + to) / 2}
                : IntStream.range(0, count).mapToDouble(i -> from + (to - from) * i / (count - 1)).toArray();
    }
}
