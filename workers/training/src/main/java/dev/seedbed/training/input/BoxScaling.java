package dev.seedbed.training.input;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.Raster;
import java.util.List;
import java.util.Optional;

/**
 * Boxes of a picture, in a window of the scaled picture: every pixel that a box touches is in it; what lies outside the window is cut off.
 *
 * @param picture whose boxes they are
 * @param width and height: of the scaled picture
 */
record BoxScaling(Raster picture, int width, int height, Resampling.Window window) {

    /** Those of which something is left. */
    List<Box> of(List<Box> boxes) {
        return boxes.stream().map(this::of).flatMap(Optional::stream).toList();
    }

    private Optional<Box> of(Box box) {
        int x0 = Math.max(floor(box.x0(), width, picture.width()) - window.left(), 0);
        int y0 = Math.max(floor(box.y0(), height, picture.height()) - window.top(), 0);
        int x1 = Math.min(ceil(box.x1(), width, picture.width()) - window.left(), window.width());
        int y1 = Math.min(ceil(box.y1(), height, picture.height()) - window.top(), window.height());
        return x0 < x1 && y0 < y1 ? Optional.of(new Box(x0, y0, x1, y1, box.label(), box.difficult())) : Optional.empty();
    }

    private static int floor(int at, int to, int from) {
        return (int) ((long) at * to / from);
    }

    private static int ceil(int at, int to, int from) {
        return (int) Math.ceilDiv((long) at * to, from);
    }
}
