package dev.seedbed.training.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.loss.GrowthLoss;
import dev.seedbed.training.loss.PixelLoss;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The parts of training whose numbers can be compared with reference vectors, on a device of choice. */
public final class ReferenceRuns {

    private ReferenceRuns() {}

    /**
     * @param loss CE to the mined label plus CE to the online label
     * @param online the online label
     * @param gradient of the loss to the scores, [1+C,h,w]
     */
    public record Psl(float loss, Mask online, FloatMaps gradient) {}

    /**
     * Prohibitive segmentation learning of one image.
     *
     * @param scores [1+C,h,w] logits
     * @param confidence [C] in [0, 1]
     */
    public static Psl psl(DeviceSlot slot, FloatMaps scores, float[] confidence, Mask label) {
        return Torch.on(slot, manager -> {
            NDArray z = DeviceArrays.copy(manager, new Shape(1, scores.channels(), scores.height(), scores.width()), scores.values());
            NDArray v = DeviceArrays.copy(manager, new Shape(1, confidence.length), confidence);
            NDArray y = manager.create(ByteBuffer.wrap(label.labels()), new Shape(1, label.height(), label.width()), DataType.UINT8);
            z.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray logP = PixelLoss.logProbabilities(z);
                NDArray online = PixelLoss.onlineLabels(logP, v);
                NDArray loss = PixelLoss.crossEntropy(logP, y).add(PixelLoss.crossEntropyToAll(logP, online));
                autograd.backward(loss);
                return new Psl(
                        loss.getFloat(),
                        new Mask(label.width(), label.height(), online.toType(DataType.UINT8, false).toByteArray()),
                        new FloatMaps(scores.channels(), scores.height(), scores.width(), z.getGradient().toFloatArray()));
            }
        });
    }

    /** @param gradient of the loss to the probabilities, of their shape */
    public record Growth(float loss, NdArray gradient) {}

    /**
     * DSRG's balanced seed loss of a batch.
     *
     * @param probabilities float32 [N,1+C,h,w]; seeds uint8 of that shape, 0 or 1
     */
    public static Growth seedLoss(DeviceSlot slot, NdArray probabilities, NdArray seeds) {
        return growth(slot, probabilities, p -> {
            NDArray given = DeviceArrays.filled(p.getManager(), shape(seeds), DataType.UINT8, buffer -> buffer.put(seeds.bytes()));
            return GrowthLoss.seeds(p, given.toType(DataType.FLOAT32, false), true);
        });
    }

    /**
     * DSRG's boundary loss of a batch, the CRF's output held fixed.
     *
     * @param probabilities float32 [N,1+C,h,w], crf likewise
     * @param low and high: limits of the ratio of the two
     */
    public static Growth boundaryLoss(DeviceSlot slot, NdArray probabilities, NdArray crf, double low, double high) {
        return growth(
                slot, probabilities,
                p -> GrowthLoss.boundary(p, DeviceArrays.copy(p.getManager(), shape(crf), crf.floats()), low, high));
    }

    private static Growth growth(DeviceSlot slot, NdArray probabilities, UnaryOperator<NDArray> loss) {
        return Torch.on(slot, manager -> {
            NDArray p = DeviceArrays.copy(manager, shape(probabilities), probabilities.floats());
            p.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray value = loss.apply(p);
                autograd.backward(value);
                return new Growth(value.getFloat(), NdArray.of(p.getGradient().toFloatArray(), probabilities.shape()));
            }
        });
    }

    private static Shape shape(NdArray array) {
        return new Shape(Arrays.stream(array.shape()).asLongStream().toArray());
    }
}
