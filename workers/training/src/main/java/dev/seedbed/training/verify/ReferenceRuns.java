package dev.seedbed.training.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.loss.PixelLoss;
import java.nio.ByteBuffer;

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
}
