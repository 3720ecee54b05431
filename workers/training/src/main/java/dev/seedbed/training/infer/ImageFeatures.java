package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.Pixels;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.Extractor;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.TorchvisionNetwork;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a published network sees in a picture.
 *
 * @param features [K,h,w]
 * @param logits of the classes; empty where the weights have no head
 */
public record ImageFeatures(FloatMaps features, Optional<float[]> logits) {

    /**
     * Looks at a picture at its own size, presented as the weights say.
     *
     * @throws IllegalArgumentException if the network has no such stride, or if the picture is too small for it
     * @throws dev.seedbed.training.weights.WeightsException if the weights do not fit the network
     * @throws dev.seedbed.training.engine.DeviceMemoryException if the device's memory is exhausted
     */
    public static ImageFeatures of(DeviceSlot slot, TorchvisionNetwork network, int stride, Safetensors weights, Raster picture) {
        Extractor extractor = network.extractor(stride);
        if (Math.min(picture.width(), picture.height()) < extractor.minSidePx()) {
            throw new IllegalArgumentException("the picture has " + picture.width() + "×" + picture.height() + " pixels; " + network.word()
                    + " at stride " + stride + " needs " + extractor.minSidePx() + " on either side");
        }
        List<ParameterSpec> specs = new ArrayList<>(extractor.parameters());
        boolean hasHead = network.hasHead(weights);
        if (hasHead) {
            specs.addAll(network.head(weights));
        }
        return Torch.on(slot, manager -> {
            Parameters p = Parameters.trained(manager, specs, weights);
            NDArray pixels = new Pixels(InputConvention.of(weights)).batch(manager, List.of(picture));
            NDArray features = extractor.features(p, pixels, Dropout.NONE);
            Shape shape = features.getShape();
            return new ImageFeatures(
                    new FloatMaps((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), features.toFloatArray()),
                    hasHead ? Optional.of(network.logits(p, features).toFloatArray()) : Optional.empty());
        });
    }
}
