package dev.seedbed.training.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.training.box.BackgroundQueries;
import dev.seedbed.training.box.BoxParts;
import dev.seedbed.training.box.BoxPoints;
import dev.seedbed.training.box.BoxScores;
import dev.seedbed.training.box.FullSizeFeatures;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.loss.NoiseAwareLoss;
import dev.seedbed.training.network.Cosine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The parts of BANA whose numbers can be compared with reference vectors, on a device of choice; one image each. */
public final class BoxRuns {

    private BoxRuns() {}

    /** @param attention [1,h,w]; queries J rows of K, of the cells that have background */
    public record Attention(FloatMaps attention, float[][] queries) {}

    /** @param featureGradient [K,h,w]; weightGradient C rows of K, one after the other */
    public record Nal(float loss, FloatMaps confidence, FloatMaps featureGradient, float[] weightGradient) {}

    /** @param background [h,w], 0 or 1 */
    public static Attention attention(DeviceSlot slot, FloatMaps features, float[] background, int grid) {
        return Torch.on(slot, manager -> {
            NDArray f = array(manager, features).expandDims(0);
            NDArray mask = DeviceArrays.copy(manager, new Shape(1, features.height(), features.width()), background);
            BackgroundQueries queries = BackgroundQueries.of(f, mask, grid);
            float[] valid = queries.valid().toFloatArray();
            float[] vectors = queries.vectors().squeeze(0).transpose().toFloatArray();
            int k = features.channels();
            float[][] found = IntStream.range(0, valid.length)
                    .filter(j -> valid[j] > 0)
                    .mapToObj(j -> Arrays.copyOfRange(vectors, j * k, (j + 1) * k))
                    .toArray(float[][]::new);
            return new Attention(maps(queries.attention(f)), found);
        });
    }

    /**
     * @param attention [h,w]
     * @param boxes on the features' grid
     * @return regions² rows of K for each box, one after the other
     */
    public static float[] pool(DeviceSlot slot, FloatMaps features, float[] attention, List<Box> boxes, int regions) {
        return Torch.on(slot, manager -> {
            List<BoxPoints> points = boxes.stream().map(BoxPoints::places).toList();
            BoxParts parts = BoxParts.of(manager, List.of(points), regions, features.height(), features.width());
            NDArray a = DeviceArrays.copy(manager, new Shape(1, features.height(), features.width()), attention);
            return parts.pool(array(manager, features).expandDims(0), a).toFloatArray();
        });
    }

    /**
     * @param features [K,H,W] at the picture's size
     * @param weights [C,K], background first
     * @param attention [H,W]
     * @return [1+G,H,W] for the boxes' classes in ascending order
     */
    public static FloatMaps unary(
            DeviceSlot slot, FloatMaps features, float[] weights, float[] attention, List<Box> boxes, double zeroBelow) {
        return Torch.on(slot, manager -> {
            int height = features.height();
            int width = features.width();
            NDArray w = rows(manager, weights, features.channels());
            NDArray own = w.get(manager.create(BoxScores.classes(boxes)));
            return maps(BoxScores.unary(
                    new FullSizeFeatures(array(manager, features), height, width).products(own),
                    DeviceArrays.copy(manager, new Shape(height, width), attention),
                    BoxScores.inside(manager, boxes, height, width),
                    boxes, zeroBelow, BoxLabelling.Peak.BOX));
        });
    }

    /**
     * @param features [K,H,W] at the picture's size
     * @param weights [C,K], background first
     * @param labels Y_crf
     */
    public static Mask retrieval(DeviceSlot slot, FloatMaps features, float[] weights, Mask labels, List<Box> boxes) {
        return Torch.on(slot, manager -> {
            int height = features.height();
            int width = features.width();
            NDArray retrieved = BoxScores.retrieved(
                    new FullSizeFeatures(array(manager, features), height, width),
                    rows(manager, weights, features.channels()),
                    labels(manager, labels),
                    BoxScores.inside(manager, boxes, height, width),
                    boxes);
            return new Mask(width, height, retrieved.toByteArray());
        });
    }

    /**
     * @param features [K,h,w]
     * @param weights W [C,K]
     * @param labels Y_crf
     * @param others Y_ret
     */
    public static Nal nal(
            DeviceSlot slot, FloatMaps features, float[] weights, Mask labels, Mask others, SegmenterLearning.NoiseAware learning) {
        return Torch.on(slot, manager -> {
            NDArray f = array(manager, features);
            NDArray w = rows(manager, weights, features.channels());
            f.setRequiresGradient(true);
            w.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray cosines = Cosine.of(f.expandDims(0), w.expandDims(2).expandDims(3));
                NoiseAwareLoss loss = NoiseAwareLoss.of(
                        cosines, labels(manager, labels).expandDims(0), labels(manager, others).expandDims(0), learning);
                autograd.backward(loss.total());
                return new Nal(
                        loss.total().getFloat(), maps(loss.confidence()), maps(f.getGradient()), w.getGradient().toFloatArray());
            }
        });
    }

    private static NDArray array(NDManager manager, FloatMaps maps) {
        return DeviceArrays.copy(manager, new Shape(maps.channels(), maps.height(), maps.width()), maps.values());
    }

    private static NDArray rows(NDManager manager, float[] values, int length) {
        return DeviceArrays.copy(manager, new Shape(values.length / length, length), values);
    }

    private static NDArray labels(NDManager manager, Mask mask) {
        return DeviceArrays.filled(
                manager, new Shape(mask.height(), mask.width()), DataType.UINT8, buffer -> buffer.put(mask.labels()));
    }

    private static FloatMaps maps(NDArray maps) {
        Shape shape = maps.getShape();
        return new FloatMaps((int) shape.get(0), (int) shape.get(1), (int) shape.get(2), maps.toFloatArray());
    }
}
