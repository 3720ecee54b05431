package dev.seedbed.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class SegmenterTest {

    private static final int SIDE = 48;

    private static List<SegmenterHead> forms(Backbone.Architecture architecture) {
        List<SegmenterHead> forms = new ArrayList<>(List.of(SegmenterHead.PLAIN, new SegmenterHead(List.of(2, 4), OptionalDouble.empty()), new SegmenterHead(List.of(), OptionalDouble.of(20))));
        if (architecture == Backbone.Architecture.SQUEEZENET1_1 || architecture == Backbone.Architecture.VGG16_LARGEFOV) {
            forms.add(new SegmenterHead(List.of(2, 4), OptionalDouble.of(20)));
        }
        return forms;
    }

    private static void on(Segmenter network, BiConsumer<NDManager, Parameters> work) {
        List<ParameterSpec> specs = new ArrayList<>(network.backbone());
        specs.addAll(network.head());
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            work.accept(manager, Parameters.trained(manager, specs, Formula.weights(specs)));
            return null;
        });
    }

    @Test
    void everyHeadOnEveryBackboneAsksForTheMasksThatItForetold() {
        for (Backbone.Architecture architecture : Backbone.Architecture.values()) {
            for (SegmenterHead form : forms(architecture)) {
                Segmenter network = new Segmenter(architecture, 2, true, form);
                on(network, (manager, p) -> {
                    List<Shape> foretold = network.dropouts(1, SIDE);
                    List<Shape> asked = new ArrayList<>();
                    Segmenter.Output output = network.forward(p, Formula.pixels(manager, SIDE, SIDE), features -> {
                        asked.add(features.getShape());
                        return features;
                    });
                    assertThat(asked).as(network.toString()).isEqualTo(foretold);
                    assertThat(output.scores().getShape().get(1)).isEqualTo(3);
                    assertThat(output.branch().orElseThrow().getShape()).isEqualTo(new Shape(1, 2));
                    assertThat(output.cosines().isPresent()).isEqualTo(form.temperature().isPresent());
                });
            }
        }
    }

    @Test
    void aPyramidsScoresAreTheSumOfItsBranches() {
        Segmenter both = new Segmenter(Backbone.Architecture.SQUEEZENET1_1, 2, false, new SegmenterHead(List.of(2, 4), OptionalDouble.empty()));
        Segmenter plain = new Segmenter(Backbone.Architecture.SQUEEZENET1_1, 2, false);
        assertThat(both.head().stream().map(ParameterSpec::name)).containsExactly(
                "head.context_1.weight", "head.context_1.bias", "head.scores_1.weight", "head.scores_1.bias",
                "head.context_2.weight", "head.context_2.bias", "head.scores_2.weight", "head.scores_2.bias");
        on(both, (manager, p) -> {
            NDArray pixels = Formula.pixels(manager, SIDE, SIDE);
            NDArray features = Extractor.of(both.architecture()).features(p, pixels, Dropout.NONE);
            NDArray one = Layers.convolve(Layers.relu(Layers.convolve(features, p, "head.context_1", 1, 2, 2)), p, "head.scores_1");
            NDArray two = Layers.convolve(Layers.relu(Layers.convolve(features, p, "head.context_2", 1, 4, 4)), p, "head.scores_2");
            assertThat(both.forward(p, pixels, Dropout.NONE).scores().sub(one.add(two)).abs().max().getFloat()).isLessThan(1e-4f);
        });
        assertThat(plain.head().stream().map(ParameterSpec::name))
                .containsExactly("head.context.weight", "head.context.bias", "head.scores.weight", "head.scores.bias");
    }

    @Test
    void cosinesDoNotChangeWithTheScaleOfTheirWeightsAndScoresAreTheirMultiple() {
        Segmenter network = new Segmenter(Backbone.Architecture.SQUEEZENET1_1, 2, false, new SegmenterHead(List.of(), OptionalDouble.of(20)));
        on(network, (manager, p) -> {
            NDArray pixels = Formula.pixels(manager, SIDE, SIDE);
            Segmenter.Output once = network.forward(p, pixels, Dropout.NONE);
            NDArray cosines = once.cosines().orElseThrow();
            assertThat(cosines.abs().max().getFloat()).isLessThanOrEqualTo(1 + 1e-5f);
            assertThat(once.scores().sub(cosines.mul(20)).abs().max().getFloat()).isLessThan(1e-5f);
            p.get("head.scores.weight").muli(7);
            assertThat(network.forward(p, pixels, Dropout.NONE).scores().sub(once.scores()).abs().max().getFloat()).isLessThan(1e-4f);
        });
    }

    @Test
    void aFeatureOfZerosHasCosineZeroAndAFiniteGradient() {
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            NDArray f = manager.zeros(new Shape(1, 4, 2, 2));
            f.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray unit = Layers.normalize(f);
                assertThat(unit.abs().max().getFloat()).isZero();
                autograd.backward(unit.sum());
            }
            for (float g : f.getGradient().toFloatArray()) {
                assertThat(g).isFinite();
            }
            return null;
        });
    }

    @Test
    void cosinesOfResNetsBranchesAreRefused() {
        assertThatThrownBy(() -> new Segmenter(
                        Backbone.Architecture.RESNET50, 2, false, new SegmenterHead(List.of(6), OptionalDouble.of(20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not with both");
    }

    @Test
    void classifiersStandOnEveryBackbone() {
        for (Backbone.Architecture architecture : Backbone.Architecture.values()) {
            Classifier network = new Classifier(architecture, 3);
            List<ParameterSpec> specs = new ArrayList<>(network.backbone());
            specs.addAll(network.head());
            Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
                Parameters p = Parameters.trained(manager, specs, Formula.weights(specs));
                NDArray pixels = Formula.pixels(manager, SIDE, SIDE);
                NDArray pooled = Layers.globalMean(network.maps(p, pixels, Dropout.NONE));
                float[] logits = network.logits(p, pixels, Dropout.NONE).toFloatArray();
                for (int c = 0; c < 3; c++) {
                    assertThat(logits[c]).isCloseTo(pooled.toFloatArray()[c], within(1e-5f));
                }
                return null;
            });
        }
    }
}
