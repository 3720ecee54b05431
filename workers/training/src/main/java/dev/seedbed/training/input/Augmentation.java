package dev.seedbed.training.input;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.stage.Training;
import dev.seedbed.training.draw.Draws;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a training picture is varied, and what is known of its places with it: squashed into the square or scaled and cropped, then perhaps
 * mirrored, its colours perhaps varied.
 */
final class Augmentation {

    private final Training training;

    Augmentation(Training training) {
        this.training = training;
    }

    /** A picture and what is asked for of its labels, of one size, its objects' boxes and what lies on the output grid. */
    record Example(Raster picture, Optional<Mask> mask, Optional<Mask> otherMask, List<Box> boxes, Optional<Shown.OnGrid> onGrid) {

        long bytes() {
            return picture.rgb().length + bytes(mask) + bytes(otherMask) + onGrid.map(Shown.OnGrid::bytes).orElse(0L);
        }

        private static long bytes(Optional<Mask> mask) {
            return mask.map(labels -> labels.labels().length).orElse(0);
        }

        /** What a window shows of it at another size. */
        private Example resized(int width, int height, Resampling.Window window) {
            return new Example(
                    Resampling.resize(picture, width, height, window),
                    mask.map(labels -> Resampling.resize(labels, width, height, window)),
                    otherMask.map(labels -> Resampling.resize(labels, width, height, window)),
                    new BoxScaling(picture, width, height, window).of(boxes),
                    onGrid);
        }
    }

    /** An example in the square that the network sees; labels outside the picture are {@link Mask#IGNORE}. */
    record Framed(Pixels.Placed picture, Optional<Mask> mask, Optional<Mask> otherMask, Shown shown) {

        void putLabels(Mask labels, ByteBuffer target) {
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
        return keeps ? example : example.resized(side, side, new Resampling.Window(0, 0, side, side));
    }

    /** The part that is drawn. */
    Framed vary(Example prepared, Draws draws) {
        boolean mirrored = training.flip() && draws.nextBoolean();
        return training.crop() ? cropped(prepared, mirrored, draws) : framed(prepared, 0, 0, mirrored, draws);
    }

    private Framed cropped(Example example, boolean mirrored, Draws draws) {
        double scale = scale(example.picture, draws);
        int width = scaled(example.picture.width(), scale);
        int height = scaled(example.picture.height(), scale);
        Span across = Span.draw(width, training.sidePx(), draws);
        Span down = Span.draw(height, training.sidePx(), draws);
        if (width == example.picture.width() && height == example.picture.height() && across.covers(width) && down.covers(height)) {
            return framed(example, across.placed, down.placed, mirrored, draws);
        }
        Example part = example.resized(width, height, new Resampling.Window(across.from, down.from, across.length, down.length));
        return framed(part, across.placed, down.placed, mirrored, draws);
    }

    private double scale(Raster picture, Draws draws) {
        return training.longSide()
                .map(side -> draws.nextDouble(side.minPx(), side.maxPx()) / Math.max(picture.width(), picture.height()))
                .orElseGet(() -> draws.nextDouble(training.minScale(), training.maxScale()));
    }

    private Framed framed(Example example, int left, int top, boolean mirrored, Draws draws) {
        int side = training.sidePx();
        Raster picture = training.jitter().isPresent()
                ? ColourJitter.draw(training.jitter().getAsDouble(), draws).of(example.picture)
                : example.picture;
        return new Framed(
                new Pixels.Placed(picture, left, top, side, side, mirrored), example.mask, example.otherMask, shown(example, left, top, mirrored));
    }

    private Shown shown(Example example, int left, int top, boolean mirrored) {
        int side = training.sidePx();
        var frame = new Shown.Frame(left, top, left + example.picture.width(), top + example.picture.height());
        List<Box> boxes = example.boxes.stream().map(box -> placed(box, left, top, mirrored)).toList();
        return new Shown(
                mirrored ? frame.mirrored(side) : frame, boxes, mirrored ? example.onGrid.map(Shown.OnGrid::mirrored) : example.onGrid);
    }

    private Box placed(Box box, int left, int top, boolean mirrored) {
        int side = training.sidePx();
        int x0 = left + box.x0();
        int x1 = left + box.x1();
        return new Box(
                mirrored ? side - x1 : x0, top + box.y0(), mirrored ? side - x0 : x1, top + box.y1(), box.label(), box.difficult());
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
