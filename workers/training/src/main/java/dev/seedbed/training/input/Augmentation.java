package dev.seedbed.training.input;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.stage.Training;
import dev.seedbed.training.draw.Draws;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a training picture is varied, and its labels with it: squashed into the square or scaled and cropped, then perhaps mirrored.
 */
final class Augmentation {

    private final Training training;

    Augmentation(Training training) {
        this.training = training;
    }

    /** A picture and, where they are asked for, its labels, of one size. */
    record Example(Raster picture, Optional<Mask> mask) {

        long bytes() {
            return picture.rgb().length + mask.map(labels -> labels.labels().length).orElse(0);
        }
    }

    /** An example in the square that the network sees; labels outside the picture are {@link Mask#IGNORE}. */
    record Framed(Pixels.Placed picture, Optional<Mask> mask) {

        void putLabels(ByteBuffer target) {
            Mask labels = mask.orElseThrow();
            byte[] row = new byte[picture.width()];
            for (int y = 0; y < picture.height(); y++) {
                Arrays.fill(row, (byte) Mask.IGNORE);
                int inside = y - picture.top();
                for (int x = 0; inside >= 0 && inside < labels.height() && x < labels.width(); x++) {
                    int at = picture.left() + x;
                    row[picture.mirrored() ? row.length - 1 - at : at] = labels.labels()[inside * labels.width() + x];
                }
                target.put(row);
            }
        }
    }

    /** The part that is the same every time. */
    Example prepare(Example example) {
        int side = training.sidePx();
        boolean keeps = training.crop() || (example.picture.width() == side && example.picture.height() == side);
        return keeps
                ? example
                : new Example(
                        Resampling.resize(example.picture, side, side), example.mask.map(mask -> Resampling.resize(mask, side, side)));
    }

    /** The part that is drawn. */
    Framed vary(Example prepared, Draws draws) {
        boolean mirrored = training.flip() && draws.nextBoolean();
        return training.crop() ? cropped(prepared, mirrored, draws) : framed(prepared, 0, 0, mirrored);
    }

    private Framed cropped(Example example, boolean mirrored, Draws draws) {
        double scale = draws.nextDouble(training.minScale(), training.maxScale());
        int width = scaled(example.picture.width(), scale);
        int height = scaled(example.picture.height(), scale);
        Span across = Span.draw(width, training.sidePx(), draws);
        Span down = Span.draw(height, training.sidePx(), draws);
        if (width == example.picture.width() && height == example.picture.height() && across.covers(width) && down.covers(height)) {
            return framed(example, across.placed, down.placed, mirrored);
        }
        Resampling.Window window = new Resampling.Window(across.from, down.from, across.length, down.length);
        Example part = new Example(
                Resampling.resize(example.picture, width, height, window),
                example.mask.map(mask -> Resampling.resize(mask, width, height, window)));
        return framed(part, across.placed, down.placed, mirrored);
    }

    private Framed framed(Example example, int left, int top, boolean mirrored) {
        int side = training.sidePx();
        return new Framed(new Pixels.Placed(example.picture, left, top, side, side, mirrored), example.mask);
    }

    private static int scaled(int length, double scale) {
        return (int) Math.max(1, Math.round(length * scale));
    }

    /**
     * What a square shows of a scaled side.
     *
     * @param from first pixel of the side that is shown
     * @param length pixels shown
     * @param placed where they begin in the square
     */
    private record Span(int from, int length, int placed) {

        static Span draw(int length, int square, Draws draws) {
            return length >= square
                    ? new Span(draws.nextInt(length - square + 1), square, 0)
                    : new Span(0, length, draws.nextInt(square - length + 1));
        }

        boolean covers(int side) {
            return from == 0 && length == side;
        }
    }
}
