package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.Inference;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Pixels;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.PrototypeNetwork;
import dev.seedbed.training.network.Segmenter;
import dev.seedbed.training.prototype.ImageSpecific;
import dev.seedbed.training.prototype.IsCam;
import dev.seedbed.training.prototype.ShownPlaces;
import dev.seedbed.training.task.TrainedModel;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Image-specific class activation maps of pictures (SIPE, Chen et al., CVPR 2022): rectified class maps, and the features that prototypes
 * are made of, are summed over scales and flips on the grid of scale 1; then come structure, seeds and prototypes.
 */
public final class PrototypeActivation {

    private static final long MAX_PIXELS = 1 << 19;

    private final Safetensors weights;
    private final TrainedModel model;
    private final ImagePrototypes prototypes;
    private final Inference inference;

    /** @throws dev.seedbed.training.weights.WeightsException if the weights are of another network */
    public PrototypeActivation(Safetensors weights, ImagePrototypes prototypes, Inference inference) {
        this.weights = weights;
        this.model = TrainedModel.of(weights, TrainedModel.Head.PROTOTYPES);
        this.prototypes = prototypes;
        this.inference = inference;
    }

    /** Who takes the maps, in no particular order of pictures. */
    public interface Receiver {

        /**
         * @param picture its index
         * @param classes of the maps, ascending: 0, which is background, and the picture's tags, 1 the first foreground class
         * @param maps [1+tags,h,w] in [0, 1], on the network's grid for the picture's size
         */
        void accept(int picture, int[] classes, FloatMaps maps);
    }

    /**
     * Asks about every picture, at its own size.
     *
     * @param cancelled asked between batches
     * @throws IllegalArgumentException if the pictures have another number of tags than the network classes
     * @throws java.util.concurrent.CancellationException if cancelled
     * @throws dev.seedbed.training.engine.DeviceMemoryException if the device's memory is exhausted
     */
    public void run(DeviceSlot slot, PictureSource pictures, BooleanSupplier cancelled, Receiver receiver) {
        PrototypeNetwork network = new PrototypeNetwork(model.architecture(), model.classes().size(), false);
        Pixels presentation = new Pixels(InputConvention.of(weights));
        List<ParameterSpec> specs = new ArrayList<>(network.backbone());
        specs.addAll(network.head());
        Torch.on(slot, manager -> {
            Parameters parameters = Parameters.trained(manager, specs, weights);
            new SizeBatches(pictures, MAX_PIXELS, () -> cancelled.getAsBoolean() || Torch.isClosing()).forEach((indices, batch) -> {
                try (NDManager scope = manager.newSubManager()) {
                    float[][] tags = indices.stream().map(index -> tags(pictures, index)).toArray(float[][]::new);
                    deliver(indices, tags, maps(network, parameters, presentation.batch(scope, batch), tags), receiver);
                }
            });
            return null;
        });
    }

    private float[] tags(PictureSource pictures, int picture) {
        float[] tags = pictures.tags(picture);
        if (tags.length != model.classes().size()) {
            throw new IllegalArgumentException("picture " + pictures.id(picture) + " has " + tags.length + " tags, the network knows "
                    + model.classes().size() + " classes");
        }
        return tags;
    }

    /** [N,1+C,h,w] */
    private NDArray maps(PrototypeNetwork network, Parameters parameters, NDArray pixels, float[][] tags) {
        Sums sums = sums(network, parameters, pixels);
        NDArray given = DeviceArrays.copy(pixels.getManager(), new Shape(tags.length, model.classes().size()), flat(tags));
        NDArray shown = ShownPlaces.of(given);
        ImageSpecific specific = new ImageSpecific(prototypes);
        NDArray maps = specific.maps(sums.cams);
        NDArray seeds = switch (prototypes.asked()) {
            case AS_TRAINED -> specific.seeds(sums.semantic, maps.mul(shown), shown);
            case RELEASED_CODE -> specific.seeds(sums.features, maps, shown);
        };
        return IsCam.of(sums.features, IsCam.prototypes(sums.features, seeds));
    }

    /** @param cams [N,C,h,w], at least 0; features and semantic [N,K,h,w] */
    private record Sums(NDArray cams, NDArray semantic, NDArray features) {}

    private Sums sums(PrototypeNetwork network, Parameters parameters, NDArray pixels) {
        NDManager scope = pixels.getManager();
        int minSidePx = network.minSidePx();
        int height = network.grid(Math.max(minSidePx, Math.toIntExact(pixels.getShape().get(2))));
        int width = network.grid(Math.max(minSidePx, Math.toIntExact(pixels.getShape().get(3))));
        Sums sums = new Sums(null, null, null);
        for (Views.View view : Views.of(inference, minSidePx)) {
            try (NDManager pass = scope.newSubManager()) {
                PrototypeNetwork.Output seen = network.forward(parameters, view.of(pixels, pass), prototypes.features());
                UnaryOperator<NDArray> onGrid = maps -> Segmenter.upsample(view.back(maps), height, width);
                sums = new Sums(
                        added(scope, sums.cams, onGrid.apply(seen.cams().getNDArrayInternal().relu())),
                        added(scope, sums.semantic, onGrid.apply(seen.semantic())),
                        added(scope, sums.features, onGrid.apply(seen.features())));
            }
        }
        return sums;
    }

    /** A copy at first: features may share their memory with what else was seen. */
    private static NDArray added(NDManager scope, NDArray sum, NDArray more) {
        if (sum != null) {
            return sum.addi(more);
        }
        NDArray first = more.duplicate();
        first.attach(scope);
        return first;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
        }
        return flat;
    }

    private static void deliver(List<Integer> indices, float[][] tags, NDArray maps, Receiver receiver) {
        int channels = (int) maps.getShape().get(1);
        int height = (int) maps.getShape().get(2);
        int width = (int) maps.getShape().get(3);
        int area = height * width;
        float[] values = maps.toFloatArray();
        for (int i = 0; i < tags.length; i++) {
            float[] of = tags[i];
            int[] classes = IntStream.range(0, channels).filter(c -> c == 0 || of[c - 1] > 0).toArray();
            float[] own = new float[classes.length * area];
            for (int row = 0; row < classes.length; row++) {
                System.arraycopy(values, (i * channels + classes[row]) * area, own, row * area, area);
            }
            receiver.accept(indices.get(i), classes, new FloatMaps(classes.length, height, width, own));
        }
    }
}
