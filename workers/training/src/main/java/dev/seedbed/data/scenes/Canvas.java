package dev.seedbed.data.scenes;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** A square that figures are painted onto, with a record of which object each pixel shows. Edges are smoothed over 3×3 points a pixel. */
final class Canvas {

    /** The owner of a pixel that shows no object. */
    static final int NOBODY = -1;

    private static final int POINTS = 3;

    private final int sidePx;
    private final double[] rgb;
    private final int[] owner;
    private final boolean[] edge;

    Canvas(int sidePx) {
        this.sidePx = sidePx;
        this.rgb = new double[3 * sidePx * sidePx];
        this.owner = new int[sidePx * sidePx];
        this.edge = new boolean[sidePx * sidePx];
        Arrays.fill(owner, NOBODY);
    }

    /** A colour by place, x and y in pixels. */
    @FunctionalInterface
    interface Paint {
        Colour at(double x, double y);
    }

    /** Fills the canvas. */
    void fill(Paint paint) {
        for (int pixel = 0; pixel < owner.length; pixel++) {
            put(pixel, paint.at(pixel % sidePx + 0.5, pixel / sidePx + 0.5), 1);
        }
    }

    /**
     * Paints the figure over what is there.
     *
     * @param object its number from 0, or {@link #NOBODY} for what is no object
     * @return how many pixels it covers for the most part
     */
    int draw(Figure figure, int object) {
        Frame frame = figure.frame();
        double reach = 1.5 * frame.reachPx();
        int covered = 0;
        for (int y = low(frame.y() - reach); y < high(frame.y() + reach); y++) {
            for (int x = low(frame.x() - reach); x < high(frame.x() + reach); x++) {
                covered += drawPixel(figure, object, x, y) ? 1 : 0;
            }
        }
        return covered;
    }

    /** How many pixels show the object. */
    int visible(int object) {
        int count = 0;
        for (int shown : owner) {
            count += shown == object ? 1 : 0;
        }
        return count;
    }

    /** The object that a pixel shows for the most part, or {@link #NOBODY}. */
    int objectAt(int pixel) {
        return owner[pixel];
    }

    /** The mask, edges of objects void. */
    Mask mask(IntUnaryOperator labelOfObject) {
        byte[] labels = new byte[owner.length];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            int label = owner[pixel] == NOBODY ? 0 : labelOfObject.applyAsInt(owner[pixel]);
            labels[pixel] = (byte) (edge[pixel] ? Mask.IGNORE : label);
        }
        return new Mask(sidePx, sidePx, labels);
    }

    Raster raster() {
        byte[] bytes = new byte[rgb.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.clamp((int) (255 * rgb[i] + 0.5), 0, 255);
        }
        return new Raster(sidePx, sidePx, bytes);
    }

    /** Changes every pixel's colour. */
    void light(Paint factor) {
        for (int pixel = 0; pixel < owner.length; pixel++) {
            Colour by = factor.at(pixel % sidePx + 0.5, pixel / sidePx + 0.5);
            rgb[3 * pixel] *= by.red();
            rgb[3 * pixel + 1] *= by.green();
            rgb[3 * pixel + 2] *= by.blue();
        }
    }

    private boolean drawPixel(Figure figure, int object, int x, int y) {
        int hits = 0;
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int point = 0; point < POINTS * POINTS; point++) {
            double px = x + (point % POINTS + 0.5) / POINTS;
            double py = y + (point / POINTS + 0.5) / POINTS;
            Optional<Colour> colour = figure.at(px, py);
            if (colour.isPresent()) {
                hits++;
                red += colour.get().red();
                green += colour.get().green();
                blue += colour.get().blue();
            }
        }
        if (hits == 0) {
            return false;
        }
        int pixel = y * sidePx + x;
        put(pixel, new Colour(red / hits, green / hits, blue / hits), hits / (double) (POINTS * POINTS));
        return take(pixel, object, hits);
    }

    private boolean take(int pixel, int object, int hits) {
        boolean most = 2 * hits > POINTS * POINTS;
        if (hits == POINTS * POINTS) {
            edge[pixel] = false;
        } else if (object != NOBODY || owner[pixel] != NOBODY) {
            edge[pixel] = true;
        }
        if (most) {
            owner[pixel] = object;
        }
        return most;
    }

    private void put(int pixel, Colour colour, double share) {
        rgb[3 * pixel] += (colour.red() - rgb[3 * pixel]) * share;
        rgb[3 * pixel + 1] += (colour.green() - rgb[3 * pixel + 1]) * share;
        rgb[3 * pixel + 2] += (colour.blue() - rgb[3 * pixel + 2]) * share;
    }

    private int low(double at) {
        return Math.clamp((int) at - 1, 0, sidePx);
    }

    private int high(double at) {
        return Math.clamp((int) at + 2, 0, sidePx);
    }
}
