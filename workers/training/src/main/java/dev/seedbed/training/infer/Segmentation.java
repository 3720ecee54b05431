package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.stage.Inference;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Pixels;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.Segmenter;
import dev.seedbed.training.task.TrainedModel;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a segmenter says of pictures at their own size: softmax scores, the mean over scales and flips or, asked about squares, the
 * softmax of the scores' sum; and how sure its classification branch is of each class.
 */
public final class Segmentation {

    private static final long MAX_PIXELS = 1 << 19;
    private static final long MAX_SCORES = 1 << 23;

    private final Safetensors weights;
    private final TrainedModel model;
    private final Inference inference;

    /** Who takes the scores, in no particular order of pictures. */
    public interface Receiver {

        /**
         * @param picture its index
         * @param scores [1+C,H,W] at the picture's size, background first, summing to 1 at every pixel
         * @param confidence [C] in [0, 1], of the classification branch; empty where the network has none
         */
        void accept(int picture, FloatMaps scores, Optional<float[]> confidence);
    }

    /** @throws dev.seedbed.training.weights.WeightsException if the weights are no segmenter's */
    public Segmentation(Safetensors weights, Inference inference) {
        this.weights = weights;
        this.model = TrainedModel.of(weights, TrainedModel.Head.SEGMENTER, TrainedModel.Head.SEGMENTER_WITH_BRANCH);
        this.inference = inference;
    }

    /** Names of the foreground classes. */
    public List<String> classes() {
        return model.classes();
    }

    /** Whether there is a classification branch to weight scores with. */
    public boolean hasBranch() {
        return model.head() == TrainedModel.Head.SEGMENTER_WITH_BRANCH;
    }

    /**
     * Asks about every picture.
     *
     * @param cancelled asked between batches
     * @throws java.util.concurrent.CancellationException if cancelled
     * @throws dev.seedbed.training.engine.DeviceMemoryException if the device's memory is exhausted
     */
    public void run(DeviceSlot slot, PictureSource pictures, BooleanSupplier cancelled, Receiver receiver) {
        Segmenter network = new Segmenter(model.architecture(), model.classes().size(), hasBranch(), model.form());
        Pixels presentation = new Pixels(InputConvention.of(weights));
        List<ParameterSpec> specs = new ArrayList<>(network.backbone());
        specs.addAll(network.head());
        long maxPixels = Math.min(MAX_PIXELS, MAX_SCORES / (1 + model.classes().size()));
        Torch.on(slot, manager -> {
            Parameters parameters = Parameters.trained(manager, specs, weights);
            new SizeBatches(pictures, maxPixels, () -> cancelled.getAsBoolean() || Torch.isClosing()).forEach((indices, batch) -> {
                try (NDManager scope = manager.newSubManager()) {
                    deliver(indices, answer(network, parameters, presentation.batch(scope, batch)), receiver);
                }
            });
            return null;
        });
    }

    /** @param scores [N,1+C,H,W]; branch [N,C] in [0, 1] */
    private record Answer(NDArray scores, Optional<NDArray> branch) {}

    private Answer answer(Segmenter network, Parameters parameters, NDArray pixels) {
        NDManager scope = pixels.getManager();
        List<Views.View> views = Views.of(inference, network.minSidePx());
        NDArray scores = null;
        NDArray branch = null;
        for (Views.View view : views) {
            try (NDManager pass = scope.newSubManager()) {
                Segmenter.Output output = network.forward(parameters, view.of(pixels, pass), Dropout.NONE);
                NDArray upsampled = output.scoresAt(pixels.getShape().get(2), pixels.getShape().get(3));
                scores = added(scope, scores, view.back(inference.squares().isPresent() ? upsampled : upsampled.softmax(1)));
                branch = output.branch().isPresent() ? added(scope, branch, output.branch().get()) : null;
            }
        }
        int count = views.size();
        return new Answer(
                inference.squares().isPresent() ? scores.softmax(1) : scores.div(count),
                Optional.ofNullable(branch).map(sum -> sum.div(count).getNDArrayInternal().sigmoid()));
    }

    private static NDArray added(NDManager scope, NDArray sum, NDArray more) {
        if (sum != null) {
            return sum.addi(more);
        }
        more.attach(scope);
        return more;
    }

    private static void deliver(List<Integer> indices, Answer answer, Receiver receiver) {
        int channels = (int) answer.scores.getShape().get(1);
        int height = (int) answer.scores.getShape().get(2);
        int width = (int) answer.scores.getShape().get(3);
        int size = channels * height * width;
        int classes = channels - 1;
        float[] scores = answer.scores.toFloatArray();
        Optional<float[]> branch = answer.branch.map(NDArray::toFloatArray);
        for (int i = 0; i < indices.size(); i++) {
            int at = i;
            FloatMaps own = new FloatMaps(channels, height, width, Arrays.copyOfRange(scores, at * size, (at + 1) * size));
            receiver.accept(indices.get(i), own, branch.map(all -> Arrays.copyOfRange(all, at * classes, (at + 1) * classes)));
        }
    }
}
