package dev.seedbed.training.bench;

import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.ArgMax;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.crf.DenseCrf;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.infer.BoxResponses;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.network.BoxClassifier;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.task.TrainedModel;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The most memory that labelling boxes of 500×375 pictures takes, with 1,024 channels (LargeFOV, random weights, 20 classes): what Linux
 * says of this process at the end.
 */
final class BoxMemory {

    private BoxMemory() {}

    public static void main(String[] arguments) throws IOException {
        var network = new BoxClassifier(Backbone.Architecture.VGG16_LARGEFOV, 20);
        var tensors = new TreeMap<String, Tensor>();
        Stream.concat(network.backbone().stream(), network.head().stream()).forEach(spec -> tensors.put(spec.name(), random(spec)));
        List<String> classes = new ArrayList<>();
        for (int c = 1; c <= 20; c++) {
            classes.add("class " + c);
        }
        var model = new TrainedModel(Backbone.Architecture.VGG16_LARGEFOV, TrainedModel.Head.BOX_CLASSIFIER, classes);
        var weights = new Safetensors("random", tensors, model.metadata());
        var labelling = new BoxLabelling(true, 4, 0, BoxLabelling.Peak.BOX, BoxLabelling.defaults().crf());
        var pictures = new Noise(6);
        var crf = new DenseCrf(10, 3, 3, 4, 55, 3);
        long start = System.nanoTime();
        new BoxResponses(weights, labelling).run(DeviceSlot.parse("cpu:0"), pictures, () -> false, (index, response) -> {
            FloatMaps refined = crf.infer(DenseCrf.energies(response.unary(), 1e-5), pictures.picture(index), 2);
            Mask labels = response.keptInBoxes(ArgMax.of(refined));
            response.retrieved(labels);
            System.out.printf("picture %d after %.1f s%n", index, (System.nanoTime() - start) * 1e-9);
        });
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            lines.filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS")).forEach(System.out::println);
        }
    }

    private static Tensor random(ParameterSpec spec) {
        Shape shape = spec.shape();
        Draws draws = Draws.of(1, Draws.Purpose.INITIAL_WEIGHTS, spec.name().hashCode());
        float[] values = new float[(int) shape.size()];
        double deviation = Math.sqrt(2.0 * shape.get(0) / shape.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = spec.isBias() ? 0 : (float) (deviation * draws.nextGaussian());
        }
        return Tensor.of(shape, values);
    }

    /** Pictures of noise with three boxes of two classes. */
    private record Noise(int size) implements PictureSource {

        @Override
        public String id(int index) {
            return "noise-" + index;
        }

        @Override
        public Raster picture(int index) {
            Draws draws = Draws.of(index, Draws.Purpose.ORDER);
            byte[] rgb = new byte[3 * 500 * 375];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) draws.nextInt(256);
            }
            return new Raster(500, 375, rgb);
        }

        @Override
        public Optional<Mask> mask(int index) {
            return Optional.empty();
        }

        @Override
        public float[] tags(int index) {
            float[] tags = new float[20];
            Arrays.fill(tags, 1);
            return tags;
        }

        @Override
        public List<Box> boxes(int index) {
            return List.of(new Box(20, 30, 300, 300, 3, false), new Box(200, 100, 480, 370, 17, false), new Box(0, 0, 50, 50, 3, false));
        }
    }
}
