package dev.seedbed.training.box;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.network.Cosine;

/**
 * What a picture's background looks like (BANA, CVPR 2021, section 3.1): the picture is cut into grid × grid cells, the last ones filled up
 * with nothing where its sides are no multiples; each cell with background in it gives one query, the mean of its background's features.
 *
 * @param vectors q [N,K,J], J = grid²; zero where a cell has no background
 * @param valid [N,1,J], 1 where a cell has background and 0 elsewhere
 */
public record BackgroundQueries(NDArray vectors, NDArray valid) {

    /**
     * @param features f [N,K,h,w]
     * @param background [N,h,w], 1 where nothing but background is, else 0
     * @param grid at least 1
     */
    public static BackgroundQueries of(NDArray features, NDArray background, int grid) {
        long n = features.getShape().get(0);
        long k = features.getShape().get(1);
        NDArray mask = background.expandDims(1);
        NDArray counts = cells(mask, grid).reshape(n, 1, -1);
        NDArray sums = cells(features.mul(mask), grid).reshape(n, k, -1);
        return new BackgroundQueries(sums.div(counts.maximum(1)), counts.gt(0).toType(DataType.FLOAT32, false));
    }

    /** Sums over cells: [N,K,grid,grid] of [N,K,h,w]. */
    private static NDArray cells(NDArray maps, int grid) {
        NDManager manager = maps.getManager();
        NDArray rows = cellsOf(manager, (int) maps.getShape().get(2), grid);
        NDArray columns = cellsOf(manager, (int) maps.getShape().get(3), grid);
        return rows.matMul(maps.matMul(columns.transpose()));
    }

    /** Which places of a side lie in which cell: [grid, side] of 0 and 1. */
    private static NDArray cellsOf(NDManager manager, int side, int grid) {
        int cell = Math.ceilDiv(side, grid);
        float[] lies = new float[grid * side];
        for (int at = 0; at < side; at++) {
            lies[at / cell * side + at] = 1;
        }
        return DeviceArrays.copy(manager, new Shape(grid, side), lies);
    }

    /**
     * How much a feature looks like background: A = mean over the queries of relu(cos(f, q)); 0 everywhere where a picture has no query.
     *
     * @param features f [N,K,h,w]
     * @return [N,h,w] in [0, 1]
     */
    public NDArray attention(NDArray features) {
        Shape shape = features.getShape();
        NDArray directions = Cosine.unit(features).reshape(shape.get(0), shape.get(1), -1);
        NDArray cosines = Cosine.unit(vectors).transpose(0, 2, 1).batchMatMul(directions);
        NDArray alike = cosines.getNDArrayInternal().relu().sum(new int[] {1});
        return alike.div(valid.sum(new int[] {2}).maximum(1)).reshape(shape.get(0), shape.get(2), shape.get(3));
    }
}
