package dev.seedbed.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Backbone;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.weights.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Networks beside PyTorch's: {@code reference.py} says how the figures were made. */
class BackboneReferenceTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final int HEIGHT = 45;
    private static final int WIDTH = 70;
    private static final JsonNode REFERENCE = Json.read(resource("reference.json"), JsonNode.class);

    private static String resource(String name) {
        try (InputStream file = BackboneReferenceTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    @Test
    void namesAndShapesAreTorchvisions() {
        Map<String, List<String>> published = resource("torchvision-tensors.txt").lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.groupingBy(words -> words[0], Collectors.mapping(words -> words[1], Collectors.toList())));
        for (TorchvisionNetwork network : TorchvisionNetwork.values()) {
            List<String> own = network.extractor(network.plainStride()).parameters().stream()
                    .map(spec -> spec.name() + " "
                            + Arrays.stream(spec.shape().getShape()).mapToObj(Long::toString).collect(Collectors.joining("x")))
                    .toList();
            assertThat(own).containsExactlyInAnyOrderElementsOf(published.get(network.word()));
        }
    }

    @Test
    void everyStageAndTheLogitsAreTorchvisions() {
        REFERENCE.properties().stream().filter(property -> property.getKey().contains("/")).forEach(property -> {
            String[] words = property.getKey().split("/");
            TorchvisionNetwork network = TorchvisionNetwork.of(words[0]);
            Extractor extractor = network.extractor(Integer.parseInt(words[1]));
            Safetensors weights = withHead(network, extractor);
            Torch.on(CPU, manager -> {
                List<ParameterSpec> specs = new ArrayList<>(extractor.parameters());
                specs.addAll(network.head(weights));
                Parameters p = Parameters.trained(manager, specs, weights);
                List<NDArray> stages = extractor.stages(p, Formula.pixels(manager, HEIGHT, WIDTH), Dropout.NONE);
                for (int i = 0; i < 4; i++) {
                    assertThat(stages.get(i).getShape().get(1)).isEqualTo(extractor.stageChannels().get(i).longValue());
                    requireEqual(property.getKey() + " stage " + (i + 1), stages.get(i), property.getValue().path("stages").path(i));
                }
                requireEqual(property.getKey() + " logits", network.logits(p, stages.getLast()), property.getValue().path("logits"));
                return null;
            });
        });
    }

    private static Safetensors withHead(TorchvisionNetwork network, Extractor extractor) {
        List<ParameterSpec> specs = new ArrayList<>(extractor.parameters());
        switch (network) {
            case SQUEEZENET1_1 -> specs.addAll(ParameterSpec.pretrained("classifier.1", 5, 512, 1));
            case VGG16 -> {
                specs.addAll(ParameterSpec.linear("classifier.0", 6, 25088));
                specs.addAll(ParameterSpec.linear("classifier.3", 6, 6));
                specs.addAll(ParameterSpec.linear("classifier.6", 5, 6));
            }
            case RESNET50, RESNET101 -> specs.addAll(ParameterSpec.linear("fc", 5, 2048));
        }
        return Formula.weights(specs);
    }

    @Test
    void largeFovAndItsHeadsAreThePlainProgramsOfTheirDefinitions() {
        JsonNode expected = REFERENCE.path("vgg16_largefov");
        Segmenter plain = new Segmenter(Backbone.Architecture.VGG16_LARGEFOV, 2, false);
        Segmenter pyramid = new Segmenter(Backbone.Architecture.VGG16_LARGEFOV, 2, false, new SegmenterHead(List.of(6, 12), OptionalDouble.empty()));
        Segmenter cosine = new Segmenter(Backbone.Architecture.VGG16_LARGEFOV, 2, false, new SegmenterHead(List.of(), OptionalDouble.of(20)));
        Map<String, ParameterSpec> specs = new TreeMap<>();
        for (Segmenter network : List.of(plain, pyramid, cosine)) {
            network.backbone().forEach(spec -> specs.put(spec.name(), spec));
            network.head().forEach(spec -> specs.put(spec.name(), spec));
        }
        Safetensors weights = Formula.weights(specs.values());
        Torch.on(CPU, manager -> {
            Parameters p = Parameters.trained(manager, List.copyOf(specs.values()), weights);
            NDArray pixels = Formula.pixels(manager, HEIGHT, WIDTH);
            requireEqual("wide", new LargeFov(LargeFov.WIDE).features(p, pixels, Dropout.NONE), expected.path("wide"));
            requireEqual("narrow", new LargeFov(LargeFov.NARROW).features(p, pixels, Dropout.NONE), expected.path("narrow"));
            requireEqual("plain", plain.forward(p, pixels, Dropout.NONE).scores(), expected.path("plain"));
            requireEqual("pyramid", pyramid.forward(p, pixels, Dropout.NONE).scores(), expected.path("pyramid"));
            requireEqual("cosine", cosine.forward(p, pixels, Dropout.NONE).scores(), expected.path("cosine"));
            return null;
        });
    }

    @Test
    void dilationChangesNothingAtThePlacesOfThePlainGrid() {
        ResNet plain = new ResNet(ResNet.Depth.FIFTY, ResNet.Grid.STRIDE_32);
        Safetensors weights = Formula.weights(plain.parameters());
        Torch.on(CPU, manager -> {
            Parameters p = Parameters.trained(manager, plain.parameters(), weights);
            NDArray pixels = Formula.pixels(manager, 45, 70);
            NDArray expected = plain.features(p, pixels, Dropout.NONE);
            Map.of(ResNet.Grid.STRIDE_8, 4, ResNet.Grid.STRIDE_16, 2).forEach((grid, every) -> {
                NDArray fine = new ResNet(ResNet.Depth.FIFTY, grid).features(p, pixels, Dropout.NONE);
                NDArray there = fine.get(":, :, ::" + every + ", ::" + every);
                assertThat(there.getShape()).isEqualTo(expected.getShape());
                assertThat(there.sub(expected).abs().max().getFloat()).isLessThan(1e-4f);
            });
            NDArray undilated = new ResNet(ResNet.Depth.FIFTY, ResNet.Grid.STRIDE_16_UNDILATED).features(p, pixels, Dropout.NONE);
            assertThat(undilated.getShape()).isEqualTo(new Shape(1, 2048, 3, 5));
            assertThat(undilated.get(":, :, ::2, ::2").sub(expected).abs().max().getFloat()).isGreaterThan(0.1f);
            return null;
        });
    }

    /** @param digest number of values, mean of their magnitudes, a dozen of them */
    private static void requireEqual(String what, NDArray found, JsonNode digest) {
        float[] values = found.toFloatArray();
        assertThat(values.length).as(what).isEqualTo(digest.path(0).asInt());
        double scale = digest.path(1).asDouble();
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        assertThat(sum / values.length).as(what).isCloseTo(scale, within(1e-4 * scale));
        int step = Math.max(1, values.length / 12);
        for (int i = 0; i < digest.size() - 2; i++) {
            assertThat((double) values[i * step]).as(what + " " + i).isCloseTo(digest.path(2 + i).asDouble(), within(1e-4 * scale));
        }
    }
}
