package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.UnaryOperator;

/** The operations that networks are written in; arrays are [N,K,h,w]. */
final class Layers {

    /** DJL's number for (bi)linear interpolation; its 2 is the mean over areas, and none of them aligns corners. */
    private static final int BILINEAR = 1;

    private Layers() {}

    /**
     * Computes something of an array and frees what lies between the two at once, as far as no gradient needs it; else it would live as
     * long as the whole pass.
     */
    static NDArray freeing(NDArray x, UnaryOperator<NDArray> work) {
        NDManager outer = x.getManager();
        try (NDManager inner = outer.newSubManager()) {
            x.tempAttach(inner);
            NDArray y = work.apply(x);
            y.attach(outer);
            return y;
        }
    }

    static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    /** A 1×1 convolution with bias. */
    static NDArray convolve(NDArray x, Parameters p, String layer) {
        return convolve(x, p, layer, 1, 0, 1);
    }

    /** A convolution with bias. */
    static NDArray convolve(NDArray x, Parameters p, String layer, int stride, int padding, int dilation) {
        NDList y = Conv2d.conv2d(x, p.get(layer + ".weight"), p.get(layer + ".bias"),
                new Shape(stride, stride), new Shape(padding, padding), new Shape(dilation, dilation));
        return y.singletonOrThrow();
    }

    /** A convolution without bias. */
    static NDArray convolveUnbiased(NDArray x, Parameters p, String layer, int stride, int padding, int dilation) {
        NDList y = Conv2d.conv2d(x, p.get(layer + ".weight"), null,
                new Shape(stride, stride), new Shape(padding, padding), new Shape(dilation, dilation));
        return y.singletonOrThrow();
    }

    /** Batch norm with the statistics of a file: (x − mean)/√(variance + 1e-5)·weight + bias. */
    static NDArray frozenNorm(NDArray x, Parameters p, String layer) {
        return BatchNorm.batchNorm(
                        x, p.get(layer + ".running_mean"), p.get(layer + ".running_var"),
                        p.get(layer + ".weight"), p.get(layer + ".bias"), 1, 0, 1e-5f, false)
                .singletonOrThrow();
    }

    /** A 1×1 convolution without bias. */
    static NDArray project(NDArray x, NDArray weight) {
        return Conv2d.conv2d(x, weight).singletonOrThrow();
    }

    /** A fully connected layer: [N,out] from [N,in]. */
    static NDArray linear(NDArray x, Parameters p, String layer) {
        return Linear.linear(x, p.get(layer + ".weight"), p.get(layer + ".bias")).singletonOrThrow();
    }

    static NDArray maxPool(NDArray x, int kernel, int stride, int padding, boolean ceil) {
        return Pool.maxPool2d(x, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), ceil);
    }

    /** Mean over a window, zeros beyond the border counted. */
    static NDArray averagePool(NDArray x, int kernel, int stride, int padding) {
        return Pool.avgPool2d(x, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), false, true);
    }

    /** Vectors along the channels at length 1; a vector of zeros stays one and passes no gradient. */
    static NDArray normalize(NDArray x) {
        NDArray points = x.stopGradient().abs().sum(new int[] {1}, true).gt(0);
        return x.normalize(2, 1, 1e-12).mul(points.toType(x.getDataType(), false));
    }

    /** Means over side×side windows that cover the maps, whatever their size. */
    static NDArray adaptiveAverage(NDArray x, int side) {
        return JniUtils.adaptiveAvgPool((PtNDArray) x, new Shape(side, side));
    }

    /** Mean over all places: [N,K]. */
    static NDArray globalMean(NDArray x) {
        return x.flatten(2, 3).mean(new int[] {2});
    }

    /** Bilinear interpolation, pixel centres at half. */
    static NDArray resize(NDArray x, long height, long width) {
        Shape shape = x.getShape();
        return shape.get(2) == height && shape.get(3) == width
                ? x
                : x.getNDArrayInternal().interpolation(new long[] {height, width}, BILINEAR, false);
    }

    /** Bilinear interpolation, the outermost pixels' centres on each other. */
    static NDArray resizeAligned(NDArray x, long height, long width) {
        Shape shape = x.getShape();
        NDArray rows = Interpolation.aligned(x.getManager(), (int) height, (int) shape.get(2));
        NDArray columns = Interpolation.aligned(x.getManager(), (int) width, (int) shape.get(3));
        return rows.matMul(x.matMul(columns.transpose()));
    }
}
