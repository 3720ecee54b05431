package dev.seedbed.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.infer.Segmentation;
import dev.seedbed.training.network.Extractor;
import dev.seedbed.training.network.Formula;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.task.ClassifierTraining;
import dev.seedbed.training.task.SegmenterTraining;
import dev.seedbed.training.weights.Safetensors;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is frozen is loaded, saved and used, and nothing else happens to it. */
class FrozenTensorsTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");

    private static Training training(int frozenStages) {
        return new Training(
                1, 2, 32, false, 1, 1, true, 1e-3, 10, 2, 0.9, 5e-2, 0.9, 0.3,
                OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalInt.of(frozenStages), OptionalInt.empty());
    }

    private static TrainingOutcome train(Learner learner, Safetensors weights, int frozenStages, Optional<Checkpoint> from, int stopAfter) {
        Silent listener = new Silent() {
            private int left = stopAfter;

            @Override
            public boolean stopRequested() {
                return left-- == 0;
            }
        };
        return TrainingLoop.train(
                learner,
                new TrainingLoop.Subject(Drawn.squares(6, 32), weights, training(frozenStages), 1),
                new Attempt(CPU, from, false, CheckpointCadence.every(Duration.ofDays(1)), 1, listener));
    }

    private static Safetensors trained(TrainingOutcome outcome) {
        return Safetensors.read("trained", ((TrainingOutcome.Finished) outcome).weights());
    }

    /** Names of the tensors that are not as they were. */
    private static Set<String> changed(Safetensors before, Safetensors after) {
        return before.tensors().keySet().stream()
                .filter(name -> after.tensors().containsKey(name))
                .filter(name -> !Arrays.equals(before.tensor(name).floats(), after.tensor(name).floats()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<ParameterSpec> specs, boolean frozen) {
        return specs.stream().filter(spec -> spec.frozen() == frozen).map(ParameterSpec::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> weightsOf(List<ParameterSpec> specs) {
        return specs.stream().map(ParameterSpec::name).toList();
    }

    @Test
    void aResNetLearnsWithItsBatchNormsAsTheyCame() {
        List<ParameterSpec> specs = Extractor.of(Backbone.Architecture.RESNET50).parameters();
        assertThat(names(specs, true)).hasSize(4 * 53);
        Safetensors weights = Formula.weights(specs);
        Learner learner = new ClassifierTraining(Backbone.Architecture.RESNET50, Drawn.CLASSES);
        Safetensors after = trained(train(learner, weights, 0, Optional.empty(), -1));
        assertThat(after.tensors().keySet()).containsAll(weights.tensors().keySet());
        assertThat(changed(weights, after)).isEqualTo(names(specs, false));
    }

    @Test
    void firstStagesStayAsTheyCameAndHaveNoVelocity() {
        Safetensors weights = Drawn.squeezeNet();
        Learner learner = new ClassifierTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES);
        for (int stages = 0; stages <= 4; stages++) {
            List<ParameterSpec> specs = ParameterSpec.freeze(Extractor.of(Backbone.Architecture.SQUEEZENET1_1).parameters(), stages);
            Checkpoint stopped = ((TrainingOutcome.Stopped) train(learner, weights, stages, Optional.empty(), 2)).checkpoint();
            assertThat(stopped.parameters().keySet()).containsAll(weightsOf(specs));
            Set<String> learned = names(specs, false);
            learned.add("head.classes.weight");
            assertThat(stopped.velocities().keySet()).isEqualTo(learned);
            Safetensors whole = trained(train(learner, weights, stages, Optional.empty(), -1));
            assertThat(changed(weights, whole)).isEqualTo(names(specs, false));
            Optional<Checkpoint> from = Optional.of(Reread.of(stopped));
            assertThat(trained(train(learner, weights, stages, from, -1)).write()).isEqualTo(whole.write());
        }
        assertThat(names(ParameterSpec.freeze(Extractor.of(Backbone.Architecture.RESNET50).parameters(), 2), false))
                .allMatch(name -> name.startsWith("layer3.") || name.startsWith("layer4."));
    }

    @Test
    void aSegmentersFileSaysTheFormOfItsHeadAndIsReadBackWithIt() {
        var pyramid = Optional.of(new AtrousPyramid(List.of(2, 4)));
        var learner = new SegmenterTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, SegmenterLearning.CrossEntropy.defaults(), pyramid);
        Safetensors file = trained(train(learner, Drawn.squeezeNet(), 0, Optional.empty(), -1));
        assertThat(file.metadata()).containsEntry("dilations", "[2,4]").doesNotContainKey("temperature");
        int[] seen = new int[1];
        new Segmentation(file, new Inference(List.of(1.0), false))
                .run(CPU, Drawn.squares(3, 32), () -> false, (_, scores, _) -> seen[0] += scores.channels());
        assertThat(seen[0]).isEqualTo(3 * 4);
    }
}
