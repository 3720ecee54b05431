package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.training.box.BoxScores;
import dev.seedbed.training.box.FullSizeFeatures;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Pixels;
import dev.seedbed.training.network.BoxClassifier;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.task.TrainedModel;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What BANA's classifier says of pictures with boxes, each at its own size (CVPR 2021, section 3.2). */
public final class BoxResponses {

    private static final long MAX_PIXELS = 1 << 18;

    private final Safetensors weights;
    private final TrainedModel model;
    private final BoxLabelling labelling;

    /** Who takes the responses, in no particular order of pictures. */
    public interface Receiver {

        void accept(int picture, Response response);
    }

    /** @throws dev.seedbed.training.weights.WeightsException if the weights are no classifier's of boxes */
    public BoxResponses(Safetensors weights, BoxLabelling labelling) {
        this.weights = weights;
        this.model = TrainedModel.of(weights, TrainedModel.Head.BOX_CLASSIFIER);
        this.labelling = labelling;
    }

    /**
     * Asks about every picture.
     *
     * @param cancelled asked between batches
     * @throws IllegalArgumentException if a box's class is none of the classifier's
     * @throws java.util.concurrent.CancellationException if cancelled
     * @throws dev.seedbed.training.engine.DeviceMemoryException if the device's memory is exhausted
     */
    public void run(DeviceSlot slot, PictureSource pictures, BooleanSupplier cancelled, Receiver receiver) {
        BoxClassifier network = new BoxClassifier(model.architecture(), model.classes().size());
        Pixels presentation = new Pixels(InputConvention.of(weights));
        List<ParameterSpec> specs = new ArrayList<>(network.backbone());
        specs.addAll(network.head());
        Torch.on(slot, manager -> {
            Parameters parameters = Parameters.trained(manager, specs, weights);
            float[] vectors = network.weights(parameters).toFloatArray();
            new SizeBatches(pictures, MAX_PIXELS, () -> cancelled.getAsBoolean() || Torch.isClosing()).forEach((indices, batch) -> {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray features = features(network, parameters, presentation.batch(scope, batch));
                    for (int i = 0; i < indices.size(); i++) {
                        int picture = indices.get(i);
                        requireKnown(pictures, picture);
                        receiver.accept(picture, response(slot, features, i, vectors, pictures.boxes(picture), batch.get(i)));
                    }
                }
            });
            return null;
        });
    }

    private void requireKnown(PictureSource pictures, int picture) {
        pictures.boxes(picture).stream().filter(box -> box.label() > model.classes().size()).findFirst().ifPresent(box -> {
            throw new IllegalArgumentException("picture " + pictures.id(picture) + " has a box of class " + box.label()
                    + ", the classifier knows " + model.classes().size() + " classes");
        });
    }

    /** [N,K,h,w]; whatever leads to them is freed. */
    private static NDArray features(BoxClassifier network, Parameters parameters, NDArray pixels) {
        NDManager scope = pixels.getManager();
        try (NDManager pass = scope.newSubManager()) {
            NDArray features = network.features(parameters, new Views.View(1, network.minSidePx(), false).of(pixels, pass), Dropout.NONE);
            features.attach(scope);
            return features;
        }
    }

    private Response response(DeviceSlot slot, NDArray batch, int position, float[] vectors, List<Box> boxes, Raster picture) {
        try (NDManager scope = batch.getManager().newSubManager()) {
            NDArray features = batch.get(scope, position);
            Shape shape = features.getShape();
            var onGrid = new FloatMaps((int) shape.get(0), (int) shape.get(1), (int) shape.get(2), features.toFloatArray());
            return new Response(slot, onGrid, vectors, boxes, unary(features, vectors, boxes, picture));
        }
    }

    private FloatMaps unary(NDArray features, float[] vectors, List<Box> boxes, Raster picture) {
        NDManager scope = features.getManager();
        int[] classes = BoxScores.classes(boxes);
        NDArray inside = BoxScores.inside(scope, boxes, picture.height(), picture.width());
        if (boxes.isEmpty()) {
            return new FloatMaps(1, picture.height(), picture.width(), inside.eq(0).toType(DataType.FLOAT32, false).toFloatArray());
        }
        var full = new FullSizeFeatures(features, picture.height(), picture.width());
        NDArray attention = labelling.attention()
                ? full.attention(inside.eq(0).toType(DataType.FLOAT32, false), labelling.grid())
                : inside.zerosLike();
        NDArray unary = BoxScores.unary(
                full.products(rows(scope, vectors, classes)), attention, inside, boxes, labelling.zeroBelow(), labelling.peak());
        return new FloatMaps(1 + classes.length, picture.height(), picture.width(), unary.toFloatArray());
    }

    /** The classes' vectors [G,K]. */
    private NDArray rows(NDManager manager, float[] vectors, int[] classes) {
        int k = vectors.length / (1 + model.classes().size());
        float[] own = new float[classes.length * k];
        for (int i = 0; i < classes.length; i++) {
            System.arraycopy(vectors, classes[i] * k, own, i * k, k);
        }
        return DeviceArrays.copy(manager, new Shape(classes.length, k), own);
    }

    /**
     * What the classifier says of one picture, off the device. Safe for several threads.
     *
     * @param features [K,h,w] on the network's grid
     * @param vectors of background and the classes, K each
     * @param boxes of the picture
     * @param unary [1+G,H,W] scores at the picture's size, summing to 1 at every pixel: of background and of the boxes' classes, ascending
     */
    public record Response(DeviceSlot slot, FloatMaps features, float[] vectors, List<Box> boxes, FloatMaps unary) {

        /** Y_crf of labels that stand for the scores' channels: a class outside its own boxes becomes background. */
        public Mask keptInBoxes(Mask channels) {
            int[] classes = BoxScores.classes(boxes);
            byte[] labels = new byte[channels.labels().length];
            for (Box box : boxes) {
                for (int y = box.y0(); y < box.y1(); y++) {
                    for (int x = box.x0(); x < box.x1(); x++) {
                        int at = y * channels.width() + x;
                        int channel = channels.at(at);
                        if (channel > 0 && classes[channel - 1] == box.label()) {
                            labels[at] = (byte) box.label();
                        }
                    }
                }
            }
            return new Mask(channels.width(), channels.height(), labels);
        }

        /** Y_ret, by the prototypes that Y_crf gives. */
        public Mask retrieved(Mask crf) {
            if (boxes.isEmpty()) {
                return crf;
            }
            return Torch.on(slot, manager -> {
                Shape shape = new Shape(features.channels(), features.height(), features.width());
                NDArray f = DeviceArrays.copy(manager, shape, features.values());
                NDArray w = DeviceArrays.copy(manager, new Shape(vectors.length / features.channels(), features.channels()), vectors);
                NDArray labels = DeviceArrays.filled(
                        manager, new Shape(crf.height(), crf.width()), DataType.UINT8, buffer -> buffer.put(crf.labels()));
                NDArray inside = BoxScores.inside(manager, boxes, crf.height(), crf.width());
                var full = new FullSizeFeatures(f, crf.height(), crf.width());
                return new Mask(crf.width(), crf.height(), BoxScores.retrieved(full, w, labels, inside, boxes).toByteArray());
            });
        }
    }
}
