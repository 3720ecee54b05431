package dev.seedbed.training.box;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.network.Interpolation;
import java.util.List;

/**
 * The parts of boxes that are pooled, for every picture of a batch as many: a box is cut into regions × regions overlapping parts; for a
 * side of n points the stride is ⌊n / regions⌋ and a part n − (regions − 1)·stride long. Pictures with fewer boxes are filled up with parts
 * that have no points. Features between places are interpolated bilinearly.
 *
 * @param rows [N·P,h,h] weights of the grid's rows at each point; rows of zeros where there is no point
 * @param columns [N·P,w,w] the same of columns
 * @param classes [N,P] class of each part's box; 0 where there is no part
 * @param valid [N,P], 1 where there is a part and 0 where there is none
 */
public record BoxParts(NDArray rows, NDArray columns, NDArray classes, NDArray valid) {

    /** Less foreground than this is rounding. */
    private static final float LEAST = 1e-6f;

    /**
     * @param boxes of each picture
     * @param regions at least 1
     * @param height and width: of the features' grid
     */
    public static BoxParts of(NDManager manager, List<List<BoxPoints>> boxes, int regions, int height, int width) {
        int n = boxes.size();
        int perPicture = regions * regions * Math.max(1, boxes.stream().mapToInt(List::size).max().orElse(0));
        float[] rows = new float[n * perPicture * height * height];
        float[] columns = new float[n * perPicture * width * width];
        float[] classes = new float[n * perPicture];
        float[] valid = new float[n * perPicture];
        for (int picture = 0; picture < n; picture++) {
            int part = picture * perPicture;
            for (BoxPoints box : boxes.get(picture)) {
                for (int i = 0; i < regions * regions; i++, part++) {
                    put(rows, part, height, box.y(), i / regions, regions);
                    put(columns, part, width, box.x(), i % regions, regions);
                    classes[part] = box.label();
                    valid[part] = 1;
                }
            }
        }
        Shape parts = new Shape(n, perPicture);
        return new BoxParts(
                DeviceArrays.copy(manager, new Shape((long) n * perPicture, height, height), rows),
                DeviceArrays.copy(manager, new Shape((long) n * perPicture, width, width), columns),
                DeviceArrays.copy(manager, parts, classes),
                DeviceArrays.copy(manager, parts, valid));
    }

    private static void put(float[] matrices, int part, int side, double[] points, int region, int regions) {
        int stride = points.length / regions;
        int length = points.length - (regions - 1) * stride;
        for (int i = 0; i < length; i++) {
            Interpolation.put(matrices, part * side + i, side, points[region * stride + i]);
        }
    }

    /**
     * A part's features: r = Σ(1 − A)·f / Σ(1 − A) over its points.
     *
     * @param features f [N,K,h,w]
     * @param attention A [N,h,w]; zeros give plain means
     * @return [N,P,K]; zeros, which teach nothing, where there is no point or no foreground
     */
    public NDArray pool(NDArray features, NDArray attention) {
        Shape shape = features.getShape();
        long n = shape.get(0);
        long perPicture = valid.getShape().get(1);
        long height = shape.get(2);
        long width = shape.get(3);
        NDArray foreground = attention.neg().add(1);
        NDArray atRows = rows.reshape(n, perPicture * height, height).batchMatMul(foreground).reshape(-1, height, width);
        NDArray atPoints = atRows.batchMatMul(columns.transpose(0, 2, 1));
        // Interpolating is linear: spreading the points' weights back over the grid pools the same features.
        NDArray weights = rows.transpose(0, 2, 1).batchMatMul(atPoints).batchMatMul(columns).reshape(n, perPicture, -1);
        NDArray sums = weights.batchMatMul(features.reshape(n, shape.get(1), -1).transpose(0, 2, 1));
        NDArray totals = weights.sum(new int[] {2}, true);
        return sums.div(totals.maximum(LEAST)).mul(totals.gt(LEAST).toType(DataType.FLOAT32, false));
    }
}
