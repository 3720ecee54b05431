package dev.seedbed.training.box;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.input.Shown.Frame;
import java.util.List;
import java.util.function.IntPredicate;

/** Where squares or pictures show background. */
public final class BoxMaps {

    private BoxMaps() {}

    /**
     * Where nothing but background is: inside the picture's frame and outside every box. A place of the grid stands for the pixel at its
     * upper left.
     *
     * @param shown squares of one side
     * @param sidePx of the squares
     * @param side of the grid
     * @return [N,side,side] of 0 and 1
     */
    public static NDArray background(NDManager manager, List<Shown> shown, int sidePx, int side) {
        int boxes = Math.max(1, shown.stream().mapToInt(square -> square.boxes().size()).max().orElse(0));
        float[] rows = new float[shown.size() * boxes * side];
        float[] columns = new float[rows.length];
        float[] frameRows = new float[shown.size() * side];
        float[] frameColumns = new float[frameRows.length];
        for (int n = 0; n < shown.size(); n++) {
            Frame frame = shown.get(n).frame();
            mark(frameRows, n, side, place -> within(place, side, sidePx, frame.y0(), frame.y1()));
            mark(frameColumns, n, side, place -> within(place, side, sidePx, frame.x0(), frame.x1()));
            for (int b = 0; b < shown.get(n).boxes().size(); b++) {
                Box box = shown.get(n).boxes().get(b);
                mark(rows, n * boxes + b, side, place -> within(place, side, sidePx, box.y0(), box.y1()));
                mark(columns, n * boxes + b, side, place -> within(place, side, sidePx, box.x0(), box.x1()));
            }
        }
        int n = shown.size();
        NDArray covered = covered(manager, new Shape(n, boxes, side), rows, columns);
        return covered(manager, new Shape(n, 1, side), frameRows, frameColumns).mul(covered.eq(0).toType(DataType.FLOAT32, false));
    }

    private static boolean within(int place, int side, int sidePx, int from, int to) {
        long pixel = (long) place * sidePx / side;
        return pixel >= from && pixel < to;
    }

    private static void mark(float[] lines, int line, int side, IntPredicate lies) {
        for (int place = 0; place < side; place++) {
            lines[line * side + place] = lies.test(place) ? 1 : 0;
        }
    }

    /** How many rectangles cover each place: [N,h,w] of rows [N,B,h] and columns [N,B,w]. */
    private static NDArray covered(NDManager manager, Shape shape, float[] rows, float[] columns) {
        return DeviceArrays.copy(manager, shape, rows).transpose(0, 2, 1).batchMatMul(DeviceArrays.copy(manager, shape, columns));
    }
}
