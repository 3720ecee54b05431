package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.stage.Inference;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Pixels;
import dev.seedbed.training.network.Classifier;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.PrototypeNetwork;
import dev.seedbed.training.network.Segmenter;
import dev.seedbed.training.task.TrainedModel;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Where a classifier looks: per picture and tag the rectified class map relu(w_c·f), summed over scales or squares and flips on the grid
 * of scale 1, not yet divided by its maximum.
 */
public final class ClassActivation {

    private static final long MAX_PIXELS = 1 << 19;

    private final Safetensors weights;
    private final TrainedModel model;
    private final Inference inference;

    /** Who takes the maps, in no particular order of pictures. */
    public interface Receiver {

        /**
         * @param picture its index
         * @param tags the classes of the maps, 0 the first foreground class, ascending
         * @param maps [tags,h,w], at least 0, on the network's grid for the picture's size
         */
        void accept(int picture, int[] tags, FloatMaps maps);
    }

    /** @throws dev.seedbed.training.weights.WeightsException if the weights are no classifier's */
    public ClassActivation(Safetensors weights, Inference inference) {
        this.weights = weights;
        this.model = TrainedModel.of(weights, TrainedModel.Head.CLASSIFIER, TrainedModel.Head.PROTOTYPES);
        this.inference = inference;
    }

    /**
     * Asks about every picture, at its own size.
     *
     * @param cancelled asked between batches
     * @throws IllegalArgumentException if the pictures have another number of tags than the classifier classes
     * @throws java.util.concurrent.CancellationException if cancelled
     * @throws dev.seedbed.training.engine.DeviceMemoryException if the device's memory is exhausted
     */
    public void run(DeviceSlot slot, PictureSource pictures, BooleanSupplier cancelled, Receiver receiver) {
        Classifier network = network();
        Pixels presentation = new Pixels(InputConvention.of(weights));
        List<ParameterSpec> specs = new ArrayList<>(network.backbone());
        specs.addAll(network.head());
        Torch.on(slot, manager -> {
            Parameters parameters = Parameters.trained(manager, specs, weights);
            new SizeBatches(pictures, MAX_PIXELS, () -> cancelled.getAsBoolean() || Torch.isClosing()).forEach((indices, batch) -> {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray maps = maps(network, parameters, presentation.batch(scope, batch));
                    deliver(pictures, indices, maps, receiver);
                }
            });
            return null;
        });
    }

    private Classifier network() {
        int classes = model.classes().size();
        return model.head() == TrainedModel.Head.PROTOTYPES
                ? new PrototypeNetwork(model.architecture(), classes, false).classifier()
                : new Classifier(model.architecture(), classes);
    }

    /** [N,C,h,w] */
    private NDArray maps(Classifier network, Parameters parameters, NDArray pixels) {
        NDManager scope = pixels.getManager();
        Shape grid = null;
        NDArray sum = null;
        for (Views.View view : Views.of(inference, network.minSidePx())) {
            try (NDManager pass = scope.newSubManager()) {
                NDArray maps = network.maps(parameters, view.of(pixels, pass), Dropout.NONE);
                NDArray rectified = view.back(maps.getNDArrayInternal().relu());
                grid = grid == null ? gridOfScaleOne(network, parameters, pixels, view, rectified) : grid;
                NDArray resized = Segmenter.upsample(rectified, grid.get(2), grid.get(3));
                if (sum == null) {
                    sum = resized;
                    sum.attach(scope);
                } else {
                    sum.addi(resized);
                }
            }
        }
        return sum;
    }

    private static Shape gridOfScaleOne(
            Classifier network, Parameters parameters, NDArray pixels, Views.View first, NDArray firstMaps) {
        if (first.isOwnSize()) {
            return firstMaps.getShape();
        }
        try (NDManager pass = pixels.getManager().newSubManager()) {
            return network.maps(parameters, new Views.View(1, network.minSidePx(), false).of(pixels, pass), Dropout.NONE).getShape();
        }
    }

    private static void deliver(PictureSource pictures, List<Integer> indices, NDArray maps, Receiver receiver) {
        int classes = (int) maps.getShape().get(1);
        int height = (int) maps.getShape().get(2);
        int width = (int) maps.getShape().get(3);
        float[] values = maps.toFloatArray();
        for (int i = 0; i < indices.size(); i++) {
            int picture = indices.get(i);
            float[] tags = pictures.tags(picture);
            if (tags.length != classes) {
                throw new IllegalArgumentException("picture " + pictures.id(picture) + " has " + tags.length
                        + " tags, the classifier knows " + classes + " classes");
            }
            int[] shown = IntStream.range(0, classes).filter(c -> tags[c] > 0).toArray();
            float[] own = new float[shown.length * height * width];
            for (int t = 0; t < shown.length; t++) {
                System.arraycopy(values, (i * classes + shown[t]) * height * width, own, t * height * width, height * width);
            }
            receiver.accept(picture, shown, new FloatMaps(shown.length, height, width, own));
        }
    }
}
