package dev.seedbed.training.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.input.Shown;
import java.util.List;

/** Where a batch shows which class: 1 for background and a picture's tags at the places that the picture fills, else 0. */
public final class ShownPlaces {

    private ShownPlaces() {}

    /** Background and the tags, everywhere: [N,1+C,1,1] from tags [N,C]. */
    public static NDArray of(NDArray tags) {
        long n = tags.getShape().get(0);
        NDArray background = tags.getManager().ones(new Shape(n, 1), DataType.FLOAT32);
        return NDArrays.concat(new NDList(background, tags), 1).reshape(n, -1, 1, 1);
    }

    /**
     * Background and the tags where there is a picture: [N,1+C,side,side]. A place is the picture's where its centre lies in the frame.
     *
     * @param tags [N,C]
     * @param frames of the squares, in pixels
     * @param sidePx of the squares
     * @param side of the grid
     */
    public static NDArray of(NDArray tags, List<Shown.Frame> frames, int sidePx, int side) {
        float[] filled = new float[frames.size() * side * side];
        int at = 0;
        for (Shown.Frame frame : frames) {
            for (int y = 0; y < side; y++) {
                boolean row = isInside(y, side, sidePx, frame.y0(), frame.y1());
                for (int x = 0; x < side; x++) {
                    filled[at++] = row && isInside(x, side, sidePx, frame.x0(), frame.x1()) ? 1 : 0;
                }
            }
        }
        return of(tags).mul(DeviceArrays.copy(tags.getManager(), new Shape(frames.size(), 1, side, side), filled));
    }

    private static boolean isInside(int place, int side, int sidePx, int from, int to) {
        double centrePx = (place + 0.5) * sidePx / side;
        return from <= centrePx && centrePx < to;
    }
}
