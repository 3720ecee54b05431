package dev.seedbed.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import dev.seedbed.training.weights.WeightsException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");

    @Test
    void featuresLieOnTheGridThatIsForetold() {
        for (Backbone.Architecture architecture : Backbone.Architecture.values()) {
            Extractor extractor = Extractor.of(architecture);
            on(manager -> {
                Parameters p = Parameters.trained(manager, extractor.parameters(), random(extractor.parameters()));
                for (int side : new int[] {extractor.minSidePx(), extractor.minSidePx() + 1, 32, 33, 37, 64}) {
                    NDArray features = extractor.features(p, manager.zeros(new Shape(1, 3, side, side)), Dropout.NONE);
                    assertThat(features.getShape())
                            .isEqualTo(new Shape(1, extractor.channels(), extractor.grid(side), extractor.grid(side)));
                }
            });
        }
        assertThat(Extractor.of(Backbone.Architecture.SQUEEZENET1_1).grid(128)).isEqualTo(15);
        assertThat(Extractor.of(Backbone.Architecture.VGG16_LARGEFOV).grid(321)).isEqualTo(41);
    }

    @Test
    void vggTakesTorchvisionsNamesAndDrawsWhatTheFileDoesNotBring() {
        Classifier vgg = new Classifier(Backbone.Architecture.VGG16_LARGEFOV, 2);
        List<ParameterSpec> convolutions = vgg.backbone().stream().filter(spec -> spec.name().startsWith("features.")).toList();
        assertThat(convolutions.stream().map(ParameterSpec::name)).contains("features.0.weight", "features.28.bias").hasSize(26);
        on(manager -> {
            Parameters p = Parameters.initial(manager, vgg.backbone(), vgg.head(), random(convolutions), 3);
            assertThat(p.isFresh("fc6.weight")).isTrue();
            assertThat(p.isFresh("features.28.weight")).isFalse();
            assertThat(p.get("fc7.weight").abs().max().getFloat()).isPositive().isLessThanOrEqualTo((float) Math.sqrt(6.0 / 2048));
            assertThat(p.get("fc6.bias").abs().max().getFloat()).isZero();
        });
    }

    @Test
    void headsStartFromTheSeedAlone() {
        Segmenter network = new Segmenter(Backbone.Architecture.SQUEEZENET1_1, 3, true);
        on(manager -> {
            Parameters one = Parameters.initial(manager, network.backbone(), network.head(), Drawn.squeezeNet(), 1);
            Parameters again = Parameters.initial(manager, network.backbone(), network.head(), Drawn.squeezeNet(), 1);
            Parameters other = Parameters.initial(manager, network.backbone(), network.head(), Drawn.squeezeNet(), 2);
            for (String name : List.of("head.context.weight", "head.scores.weight", "head.branch.weight")) {
                assertThat(one.get(name).toFloatArray()).isEqualTo(again.get(name).toFloatArray());
                assertThat(one.get(name).toFloatArray()).isNotEqualTo(other.get(name).toFloatArray());
            }
            List<ParameterSpec> fewer = new Segmenter(Backbone.Architecture.SQUEEZENET1_1, 3, false).head();
            Parameters smaller = Parameters.initial(manager, network.backbone(), fewer, Drawn.squeezeNet(), 1);
            assertThat(smaller.get("head.context.weight").toFloatArray()).isEqualTo(one.get("head.context.weight").toFloatArray());
        });
    }

    @Test
    void classifierHeadsAreDrawnWithDeviationOneHundredth() {
        Classifier network = new Classifier(Backbone.Architecture.SQUEEZENET1_1, 20);
        on(manager -> {
            Parameters p = Parameters.initial(manager, network.backbone(), network.head(), Drawn.squeezeNet(), 5);
            float[] head = p.get("head.classes.weight").toFloatArray();
            double squares = 0;
            double sum = 0;
            for (float value : head) {
                squares += value * value;
                sum += value;
            }
            assertThat(Math.sqrt(squares / head.length)).isBetween(0.0097, 0.0103);
            assertThat(sum / head.length).isBetween(-3e-4, 3e-4);
        });
    }

    @Test
    void weightsThatDoNotFitAreOneClearError() {
        Classifier vgg = new Classifier(Backbone.Architecture.VGG16_LARGEFOV, 2);
        assertThatThrownBy(() -> on(manager -> Parameters.initial(manager, vgg.backbone(), vgg.head(), Drawn.squeezeNet(), 0)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("squeezenet1_1 has no tensor 'features.2.weight', which the network needs as (64, 64, 3, 3)");
        TreeMap<String, Tensor> wider = new TreeMap<>(Drawn.squeezeNet().tensors());
        wider.put("features.0.weight", Tensor.of(new Shape(96, 3, 7, 7), new float[96 * 3 * 7 * 7]));
        Safetensors other = new Safetensors("squeezenet1_0", wider, new TreeMap<>());
        Classifier squeezeNet = new Classifier(Backbone.Architecture.SQUEEZENET1_1, 2);
        assertThatThrownBy(() -> on(m -> Parameters.initial(m, squeezeNet.backbone(), squeezeNet.head(), other, 0)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("tensor 'features.0.weight' of squeezenet1_0")
                .hasMessageContaining("has the shape (96, 3, 7, 7) where the network needs (64, 3, 3, 3)");
        TreeMap<String, Tensor> few = new TreeMap<>(Drawn.squeezeNet().tensors());
        few.remove("features.12.squeeze.bias");
        Safetensors incomplete = new Safetensors("incomplete.safetensors", few, new TreeMap<>());
        assertThatThrownBy(() -> on(m -> Parameters.initial(m, squeezeNet.backbone(), squeezeNet.head(), incomplete, 0)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("incomplete.safetensors has no tensor 'features.12.squeeze.bias'");
    }

    @Test
    void poolingTheClassMapsEqualsClassifyingThePooledFeatures() {
        Classifier network = new Classifier(Backbone.Architecture.SQUEEZENET1_1, 4);
        on(manager -> {
            Parameters p = Parameters.initial(manager, network.backbone(), network.head(), Drawn.squeezeNet(), 5);
            NDArray pixels = manager.randomUniform(-100, 100, new Shape(2, 3, 48, 40));
            NDArray pooled = Extractor.of(Backbone.Architecture.SQUEEZENET1_1)
                    .features(p, pixels, Dropout.NONE).flatten(2, 3).mean(new int[] {2});
            NDArray expected = pooled.matMul(p.get("head.classes.weight").reshape(4, 512).transpose());
            assertThat(network.logits(p, pixels, Dropout.NONE).allClose(expected, 1e-4, 1e-5, false)).isTrue();
        });
    }

    private static Safetensors random(List<ParameterSpec> specs) {
        TreeMap<String, Tensor> tensors = new TreeMap<>();
        for (ParameterSpec spec : specs) {
            Draws draws = Draws.of(1, Draws.Purpose.INITIAL_WEIGHTS, spec.name().hashCode());
            tensors.put(spec.name(), Tensor.of(spec.shape(), new Start.Uniform(0.02).draw((int) spec.shape().size(), draws)));
        }
        return new Safetensors("random", tensors, new TreeMap<>());
    }

    private static void on(Consumer<NDManager> work) {
        Torch.on(CPU, manager -> {
            work.accept(manager);
            return null;
        });
    }

    @Test
    void cosinesAreUpsampledBilinearlyWithAlignedCorners() {
        on(manager -> {
            NDArray cosines = manager.create(new float[] {0, 1, 2, 3, 10, 11, 12, 13}, new Shape(1, 1, 2, 4));
            var output = new Segmenter.Output(cosines.mul(20), Optional.empty(), Optional.of(cosines));
            assertThat(output.cosinesAt(3, 5).toFloatArray())
                    .containsExactly(0, 0.75f, 1.5f, 2.25f, 3, 5, 5.75f, 6.5f, 7.25f, 8, 10, 10.75f, 11.5f, 12.25f, 13);
            assertThat(output.scoresAt(2, 4).toFloatArray()).containsExactly(0, 20, 40, 60, 200, 220, 240, 260);
        });
    }

    @Test
    void scoresAreUpsampledBilinearlyWithPixelCentresAtHalf() {
        float[] upsampled = Torch.on(DeviceSlot.parse("cpu:0"), manager -> Segmenter.upsample(
                        manager.create(new float[] {0, 1, 2, 3}).reshape(1, 1, 2, 2), 4, 4)
                .toFloatArray());
        assertThat(upsampled).containsExactly(
                0, 0.25f, 0.75f, 1, 0.5f, 0.75f, 1.25f, 1.5f, 1.5f, 1.75f, 2.25f, 2.5f, 2, 2.25f, 2.75f, 3);
    }
}
