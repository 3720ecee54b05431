package dev.seedbed.data.coco;

import java.util.BitSet;

/**
 * Fills polygons as COCO's own tools do, pixel for pixel: corners are rounded to a grid of fifths of a pixel and joined by lines on that
 * grid; where a line passes from one fine column to the next at the middle of a pixel's column, the pixels below it change sides. A pixel
 * is inside when an odd number of lines lie above its centre.
 */
final class PolygonRaster {

    /** Fine positions in a pixel; the middle one is at 2. */
    private static final int FINE = 5;

    private static final int MIDDLE = 2;

    private final int width;
    private final int height;
    private final BitSet crossings;
    private int lastX;
    private int lastY;

    PolygonRaster(int width, int height) {
        this.width = width;
        this.height = height;
        this.crossings = new BitSet(width * height + 1);
    }

    /**
     * The pixels inside, column by column: bit x · height + y.
     *
     * @param polygon x, y of the corners in turn; x from 0 at the picture's left edge to its width
     * @throws IllegalArgumentException if there are fewer than three corners, or one is no number or farther from the picture than its size
     */
    BitSet fill(double[] polygon) {
        requirePolygon(polygon);
        crossings.clear();
        int corners = polygon.length / 2;
        lastX = fine(polygon[0]);
        lastY = fine(polygon[1]);
        for (int corner = 0; corner < corners; corner++) {
            int next = (corner + 1) % corners;
            walk(fine(polygon[2 * corner]), fine(polygon[2 * corner + 1]), fine(polygon[2 * next]), fine(polygon[2 * next + 1]));
        }
        return betweenCrossings();
    }

    private void requirePolygon(double[] polygon) {
        if (polygon.length < 6 || polygon.length % 2 != 0) {
            throw new IllegalArgumentException("its polygon has " + polygon.length + " numbers; three corners or more have x and y each");
        }
        for (int i = 0; i < polygon.length; i++) {
            double side = i % 2 == 0 ? width : height;
            if (!(polygon[i] >= -side && polygon[i] <= 2 * side)) {
                throw new IllegalArgumentException(
                        "its polygon's corner " + i / 2 + " has " + (i % 2 == 0 ? "x " : "y ") + polygon[i] + ", far outside the picture");
            }
        }
    }

    private static int fine(double at) {
        return (int) (FINE * at + 0.5);
    }

    /** Steps along the longer axis, from its lower end as far as rounding goes, but in the line's own direction. */
    private void walk(int fromX, int fromY, int toX, int toY) {
        int acrossX = Math.abs(toX - fromX);
        int acrossY = Math.abs(toY - fromY);
        boolean flat = acrossX >= acrossY;
        int steps = Math.max(acrossX, acrossY);
        boolean backward = flat ? fromX > toX : fromY > toY;
        int lowX = backward ? toX : fromX;
        int lowY = backward ? toY : fromY;
        int highX = backward ? fromX : toX;
        int highY = backward ? fromY : toY;
        double slope = flat ? (double) (highY - lowY) / steps : (double) (highX - lowX) / steps;
        for (int step = 0; steps > 0 && step <= steps; step++) {
            int along = backward ? steps - step : step;
            if (flat) {
                visit(lowX + along, (int) (lowY + slope * along + 0.5));
            } else {
                visit((int) (lowX + slope * along + 0.5), lowY + along);
            }
        }
    }

    private void visit(int x, int y) {
        if (x != lastX) {
            int column = x < lastX ? x : x - 1;
            if (Math.floorMod(column, FINE) == MIDDLE && column >= 0 && column < FINE * width) {
                int row = Math.clamp(Math.ceilDiv(Math.min(y, lastY) - MIDDLE, FINE), 0, height);
                crossings.flip(column / FINE * height + row);
            }
        }
        lastX = x;
        lastY = y;
    }

    private BitSet betweenCrossings() {
        var inside = new BitSet(width * height);
        for (int start = crossings.nextSetBit(0); start >= 0; ) {
            int end = crossings.nextSetBit(start + 1);
            inside.set(start, end < 0 ? width * height : end);
            start = end < 0 ? -1 : crossings.nextSetBit(end + 1);
        }
        return inside;
    }
}
