package dev.seedbed.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.infer.ClassActivation;
import dev.seedbed.training.infer.PrototypeActivation;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.loop.Attempt;
import dev.seedbed.training.loop.CheckpointCadence;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loop.TrainingLoop;
import dev.seedbed.training.loop.TrainingOutcome;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import dev.seedbed.training.weights.WeightsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrototypeTrainingTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final Inference VIEWS = new Inference(List.of(1.0, 1.5), true);
    private static final ImagePrototypes DEFAULTS = ImagePrototypes.defaults();
    private static final ImagePrototypes LAST_STAGE = new ImagePrototypes(
            DEFAULTS.seeds(), DEFAULTS.threshold(), ImagePrototypes.Features.LAST_STAGE, DEFAULTS.backgroundScale(), DEFAULTS.scaling());
    private static final Shown.Frame WHOLE = new Shown.Frame(0, 0, 64, 64);
    private static final List<String> PROJECTIONS =
            Stream.of("1", "2", "3", "4").map(stage -> "head.projection_" + stage + ".weight").toList();

    @Test
    void projectionsLearnFromTheConsistencyOfHierarchicalFeaturesAlone() {
        Map<String, float[]> drawn = drawn();
        Map<String, float[]> taught = projections(trained(learner(DEFAULTS, true), 0).tensors());
        PROJECTIONS.forEach(name -> assertThat(taught.get(name)).isNotEqualTo(drawn.get(name)));
        for (PrototypeTraining other : List.of(learner(DEFAULTS, false), learner(LAST_STAGE, true))) {
            Map<String, float[]> left = projections(trained(other, 0).tensors());
            PROJECTIONS.forEach(name -> assertThat(left.get(name)).containsExactly(drawn.get(name)));
        }
    }

    @Test
    void noFeatureIsDroppedWhateverTheTrainingSays() {
        Torch.on(CPU, manager -> {
            for (boolean consistency : new boolean[] {false, true}) {
                PrototypeTraining learner = learner(DEFAULTS, consistency);
                Parameters p = Parameters.initial(manager, learner.network().backbone(), learner.network().head(), Drawn.squeezeNet(), 0);
                BatchArrays plain = batch(manager, WHOLE);
                var withoutMasks = new BatchArrays(
                        plain.pixels(), plain.tags(), plain.labels(), plain.otherLabels(), Dropout.of(List.of()), plain.shown());
                assertThat(learner.loss(p, withoutMasks).total().getFloat()).isEqualTo(learner.loss(p, plain).total().getFloat());
            }
            return null;
        });
    }

    @Test
    void frozenStagesKeepTheirWeights() {
        Map<String, Tensor> after = trained(learner(DEFAULTS, true), 2).tensors();
        Map<String, Tensor> before = Drawn.squeezeNet().tensors();
        for (String name : List.of("features.0.weight", "features.4.expand3x3.weight")) {
            assertThat(after.get(name).floats()).containsExactly(before.get(name).floats());
        }
        assertThat(after.get("features.6.squeeze.weight").floats()).isNotEqualTo(before.get("features.6.squeeze.weight").floats());
    }

    @Test
    void theConsistencyIsAPartOfTheLossInWhichPaddingTakesNoPart() {
        PrototypeTraining learner = learner(DEFAULTS, true);
        Torch.on(CPU, manager -> {
            Parameters p = Parameters.initial(manager, learner.network().backbone(), learner.network().head(), Drawn.squeezeNet(), 0);
            Learner.Loss whole = learner.loss(p, batch(manager, WHOLE));
            assertThat(whole.parts().keySet()).containsExactly("tags", "consistency");
            float tags = whole.parts().get("tags").getFloat();
            float consistency = whole.parts().get("consistency").getFloat();
            assertThat(whole.total().getFloat()).isCloseTo(tags + consistency, within(1e-6f));
            assertThat(consistency).isBetween(0.01f, 1f);
            Learner.Loss padding = learner.loss(p, batch(manager, new Shown.Frame(0, 0, 0, 0)));
            assertThat(padding.parts().get("consistency").getFloat()).isZero();
            assertThat(padding.parts().get("tags").getFloat()).isEqualTo(tags);
            assertThat(learner(DEFAULTS, false).loss(p, batch(manager, WHOLE)).total().getFloat()).isCloseTo(tags, within(1e-6f));
            return null;
        });
    }

    @Test
    void everyTagAndBackgroundHaveAMapBetweenZeroAndOneOnThePlainMapsGrid() {
        Safetensors weights = trained(learner(DEFAULTS, true), 0);
        Drawn pictures = Drawn.rectangles(5);
        Map<Integer, FloatMaps> plain = new TreeMap<>();
        new ClassActivation(weights, VIEWS).run(CPU, pictures, () -> false, (index, tags, own) -> plain.put(index, own));
        for (ImagePrototypes prototypes : List.of(DEFAULTS, LAST_STAGE, DEFAULTS.asked(ImagePrototypes.Asked.RELEASED_CODE))) {
            int[] met = {0};
            new PrototypeActivation(weights, prototypes, VIEWS).run(CPU, pictures, () -> false, (index, classes, own) -> {
                int tag = pictures.tags(index)[0] > 0 ? 1 : pictures.tags(index)[1] > 0 ? 2 : 3;
                assertThat(classes).containsExactly(0, tag);
                assertThat(List.of(own.channels(), own.height(), own.width()))
                        .containsExactly(2, plain.get(index).height(), plain.get(index).width());
                for (float value : own.values()) {
                    assertThat(value).isBetween(0f, 1.00001f);
                }
                met[0]++;
            });
            assertThat(met[0]).isEqualTo(5);
        }
    }

    @Test
    void aNetworkWithoutProjectionsIsRefused() {
        Safetensors other = trained(new ClassifierTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES), 0);
        assertThatThrownBy(() -> new PrototypeActivation(other, DEFAULTS, VIEWS))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds a classifier");
    }

    @Test
    void everyBackboneHasItsProjections() {
        for (Backbone.Architecture architecture : Backbone.Architecture.values()) {
            int part = architecture == Backbone.Architecture.SQUEEZENET1_1 ? 64 : 128;
            long[] widths = new PrototypeTraining(architecture, Drawn.CLASSES, DEFAULTS, true)
                    .network().head().stream()
                    .filter(spec -> PROJECTIONS.contains(spec.name()))
                    .mapToLong(spec -> spec.shape().get(0))
                    .toArray();
            assertThat(widths).containsExactly(part, part, 2 * part, 2 * part);
        }
    }

    private static PrototypeTraining learner(ImagePrototypes prototypes, boolean consistency) {
        return new PrototypeTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, prototypes, consistency);
    }

    private static Safetensors trained(Learner learner, int frozenStages) {
        Training training = new Training(1, 4, 48, true, 0.5, 1.2, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0, OptionalInt.empty(), Optional.empty(),
                Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(1), OptionalInt.of(frozenStages), OptionalInt.empty());
        TrainingOutcome outcome = TrainingLoop.train(
                learner,
                new TrainingLoop.Subject(Drawn.squares(8, 48), Drawn.squeezeNet(), training, 0),
                new Attempt(CPU, Optional.empty(), false, CheckpointCadence.every(Duration.ofDays(1)), 1, new Silent()));
        return Safetensors.read("trained", ((TrainingOutcome.Finished) outcome).weights());
    }

    private static Map<String, float[]> drawn() {
        PrototypeTraining learner = learner(DEFAULTS, true);
        Map<String, Tensor> tensors = Torch.on(CPU, manager ->
                Parameters.initial(manager, learner.network().backbone(), learner.network().head(), Drawn.squeezeNet(), 0).snapshot());
        return projections(tensors);
    }

    private static Map<String, float[]> projections(Map<String, Tensor> tensors) {
        Map<String, float[]> found = new TreeMap<>();
        PROJECTIONS.forEach(name -> found.put(name, tensors.get(name).floats()));
        return found;
    }

    private static BatchArrays batch(NDManager manager, Shown.Frame frame) {
        Draws draws = Draws.of(0, Draws.Purpose.ORDER);
        float[] values = new float[2 * 3 * 64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (50 * draws.nextGaussian());
        }
        NDArray pixels = DeviceArrays.copy(manager, new Shape(2, 3, 64, 64), values);
        NDArray tags = DeviceArrays.copy(manager, new Shape(2, 3), new float[] {1, 0, 0, 0, 1, 1});
        Shown shown = new Shown(frame, List.of(), Optional.empty());
        return new BatchArrays(pixels, tags, Optional.empty(), Optional.empty(), Dropout.NONE, List.of(shown, shown));
    }
}
