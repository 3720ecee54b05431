package dev.seedbed.training.box;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.network.Cosine;
import dev.seedbed.training.network.Interpolation;

/**
 * One picture's features at its full size, bilinear with aligned corners, which are never there as a whole: interpolating is linear, so
 * products with vectors are interpolated after multiplying, and sums are taken before. Only lengths need the features themselves, a tile of
 * rows at a time. For inference; nothing here is differentiated.
 */
public final class FullSizeFeatures {

    /** Floats of a tile: 32 MB. */
    private static final long TILE = 1 << 23;

    private final NDArray features;
    private final NDArray rows;
    private final NDArray columns;
    private final long tileFloats;

    /**
     * @param features [K,h,w]
     * @param height and width: H and W, the full size
     */
    public FullSizeFeatures(NDArray features, int height, int width) {
        this(features, height, width, TILE);
    }

    FullSizeFeatures(NDArray features, int height, int width, long tileFloats) {
        NDManager manager = features.getManager();
        this.features = features;
        this.tileFloats = tileFloats;
        this.rows = Interpolation.aligned(manager, height, (int) features.getShape().get(1));
        this.columns = Interpolation.aligned(manager, width, (int) features.getShape().get(2));
    }

    private long channels() {
        return features.getShape().get(0);
    }

    private int height() {
        return (int) rows.getShape().get(0);
    }

    private int width() {
        return (int) columns.getShape().get(0);
    }

    /** v·f at every pixel: [M,H,W] for vectors [M,K]. */
    public NDArray products(NDArray vectors) {
        return rows.matMul(productsOnGrid(vectors).matMul(columns.transpose()));
    }

    private NDArray productsOnGrid(NDArray vectors) {
        Shape shape = features.getShape();
        return vectors.matMul(features.reshape(channels(), -1)).reshape(-1, shape.get(1), shape.get(2));
    }

    /** The sum of the features of some pixels [H,W], 0 or 1 each: [1,K]. */
    public NDArray sum(NDArray pixels) {
        return sumOnGrid(rows.transpose().matMul(pixels).matMul(columns));
    }

    private NDArray sumOnGrid(NDArray weights) {
        return weights.reshape(1, -1).matMul(features.reshape(channels(), -1).transpose());
    }

    /**
     * Background attention, the queries taken in grid × grid cells of the full size.
     *
     * @param background [H,W], 1 where nothing but background is, else 0
     * @return [H,W] in [0, 1]; 0 everywhere where there is no background
     */
    public NDArray attention(NDArray background, int grid) {
        NDList sums = new NDList();
        NDList counts = new NDList();
        int cellHeight = Math.ceilDiv(height(), grid);
        int cellWidth = Math.ceilDiv(width(), grid);
        for (int top = 0; top < height(); top += cellHeight) {
            NDIndex across = new NDIndex("{}:{}", top, Math.min(top + cellHeight, height()));
            NDArray strip = background.get(across);
            NDArray stripOnGrid = rows.get(across).transpose().matMul(strip);
            for (int left = 0; left < width(); left += cellWidth) {
                int right = Math.min(left + cellWidth, width());
                NDIndex down = new NDIndex(":,{}:{}", left, right);
                sums.add(sumOnGrid(stripOnGrid.get(down).matMul(columns.get(new NDIndex("{}:{}", left, right)))));
                counts.add(strip.get(down).sum());
            }
        }
        NDArray count = NDArrays.stack(counts);
        NDArray queries = NDArrays.concat(sums).div(count.maximum(1).expandDims(1));
        return sumOfCosines(queries).div(count.gt(0).sum().maximum(1));
    }

    /** Σ_j relu(cos(q_j, f)) at every pixel: [H,W] for queries [J,K]. */
    private NDArray sumOfCosines(NDArray queries) {
        NDArray products = productsOnGrid(Cosine.unit(queries)).matMul(columns.transpose());
        int tile = (int) Math.max(1, tileFloats / ((channels() + queries.getShape().get(0)) * width()));
        NDList tiles = new NDList();
        for (int top = 0; top < height(); top += tile) {
            try (NDManager scope = features.getManager().newSubManager()) {
                int end = Math.min(top + tile, height());
                NDArray ofRows = rows.get(scope, new NDIndex("{}:{}", top, end));
                NDArray alike = ofRows.matMul(products).getNDArrayInternal().relu().sum(new int[] {0});
                NDArray cosines = alike.div(lengths(ofRows, top, end));
                cosines.attach(features.getManager());
                tiles.add(cosines);
            }
        }
        return NDArrays.concat(tiles);
    }

    /** |f| of the pixels of a tile [r,W], at least 1e-12; only the grid's rows around it are looked at. */
    private NDArray lengths(NDArray ofRows, int from, int to) {
        long side = features.getShape().get(1);
        long pixels = Math.max(1, height() - 1);
        long first = from * (side - 1) / pixels;
        long end = Math.min(side, (to - 1) * (side - 1) / pixels + 2);
        NDArray around = features.get(ofRows.getManager(), new NDIndex(":,{}:{}", first, end)).matMul(columns.transpose());
        return ofRows.get(new NDIndex(":,{}:{}", first, end)).matMul(around).square().sum(new int[] {0}).sqrt().maximum(1e-12f);
    }
}
