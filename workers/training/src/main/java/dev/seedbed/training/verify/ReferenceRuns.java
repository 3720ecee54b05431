package dev.seedbed.training.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.Pixels;
import dev.seedbed.training.loss.PixelLoss;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.SqueezeNet;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The parts of training whose numbers can be compared with reference vectors, on a device of choice. */
public final class ReferenceRuns {

    private ReferenceRuns() {}

    /**
     * @param loss CE to the mined label plus CE to the online label
     * @param online the online label
     * @param gradient of the loss to the scores, [1+C,h,w]
     */
    public record Psl(float loss, Mask online, FloatMaps gradient) {}

    /** @param features [512,h,w] at the published stride; logits 1000 */
    public record SqueezeNetRun(FloatMaps features, float[] logits) {}

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

    /** SqueezeNet 1.1 with its ImageNet head on a picture at its own size, presented as the weights say. */
    public static SqueezeNetRun squeezeNet(DeviceSlot slot, Safetensors weights, Raster picture) {
        SqueezeNet network = new SqueezeNet(SqueezeNet.LastPool.STRIDE_2);
        List<ParameterSpec> specs = new ArrayList<>(network.parameters());
        specs.addAll(SqueezeNet.imageNetHead());
        return Torch.on(slot, manager -> {
            Parameters p = Parameters.trained(manager, specs, weights);
            NDArray features = network.features(p, pixels(manager, weights, picture), Dropout.NONE);
            Shape shape = features.getShape();
            return new SqueezeNetRun(
                    new FloatMaps((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), features.toFloatArray()),
                    SqueezeNet.imageNetLogits(p, features).toFloatArray());
        });
    }

    private static NDArray pixels(NDManager manager, Safetensors weights, Raster picture) {
        return new Pixels(InputConvention.of(weights)).batch(manager, List.of(picture));
    }
}
