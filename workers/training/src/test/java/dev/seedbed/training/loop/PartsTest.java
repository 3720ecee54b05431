package dev.seedbed.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.SegmenterLearning.BranchLoss;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.task.BoxTraining;
import dev.seedbed.training.task.ClassifierTraining;
import dev.seedbed.training.task.PrototypeTraining;
import dev.seedbed.training.task.SegmenterTraining;
import dev.seedbed.training.weights.Safetensors;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches in parts whose gradients add up. */
class PartsTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final Backbone.Architecture NET = Backbone.Architecture.SQUEEZENET1_1;

    private static Training training(int steps, double dropout, OptionalInt parts) {
        return new Training(
                1, 5, 48, true, 0.5, 1.5, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, dropout,
                OptionalInt.of(steps), Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(1), OptionalInt.empty(), parts);
    }

    private static SegmenterTraining segmenter(SegmenterLearning learning) {
        return new SegmenterTraining(NET, Drawn.CLASSES, learning);
    }

    static Stream<Learner> learners() {
        return Stream.of(
                new ClassifierTraining(NET, Drawn.CLASSES),
                segmenter(new SegmenterLearning.CrossEntropy(false)),
                segmenter(new SegmenterLearning.CrossEntropy(true)),
                segmenter(new SegmenterLearning.Prohibitive(true, BranchLoss.SOFT_MARGIN)),
                new PrototypeTraining(NET, Drawn.CLASSES, ImagePrototypes.defaults(), true));
    }

    /** Weights are compared by how far a step moves them: the parts' moves differ from the whole's by rounding alone. */
    @ParameterizedTest
    @MethodSource("learners")
    void aStepInPartsIsTheWholeBatchsStepUpToRounding(Learner learner) {
        double dropout = learner instanceof PrototypeTraining ? 0 : 0.3;
        Told whole = train(learner, training(1, dropout, OptionalInt.empty()), Optional.empty(), 1);
        for (int parts : new int[] {2, 3, 5}) {
            Told inParts = train(learner, training(1, dropout, OptionalInt.of(parts)), Optional.empty(), 1);
            whole.metrics().forEach((name, value) ->
                    assertThat(inParts.metrics().get(name)).as(name).isCloseTo(value, org.assertj.core.data.Offset.offset(1e-5 * Math.max(1, value))));
            assertThat(distance(inParts.outcome(), whole.outcome())).isLessThan(1e-4 * distance(whole.outcome(), start(learner)));
        }
    }

    @Test
    void anotherPartitionIsAnotherTrainingAndEachGoesOnToItsOwnBytes() {
        Learner learner = segmenter(new SegmenterLearning.Prohibitive(true, BranchLoss.SOFT_MARGIN));
        Training training = training(4, 0.3, OptionalInt.of(2));
        Told undivided = train(learner, training, Optional.empty(), Integer.MAX_VALUE);
        for (int stop = 1; stop < 4; stop++) {
            Told stopped = train(learner, training, Optional.empty(), stop);
            Optional<Checkpoint> from = Optional.of(Reread.of(((TrainingOutcome.Stopped) stopped.outcome()).checkpoint()));
            assertThat(hash(train(learner, training, from, Integer.MAX_VALUE))).isEqualTo(hash(undivided));
            assertThatThrownBy(() -> train(learner, training(4, 0.3, OptionalInt.of(3)), from, Integer.MAX_VALUE))
                    .isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void lossesThatKnowTheWholeBatchRefuseParts() {
        var second = Optional.of(new LabelVersion("ab".repeat(32), LabelVersion.Kind.PSEUDO, "import"));
        for (Learner learner : new Learner[] {
            segmenter(new SegmenterLearning.NoiseAware(second, 0.1, 7, 20)), new BoxTraining(NET, Drawn.CLASSES, BoxPooling.defaults())
        }) {
            assertThatThrownBy(() -> train(learner, training(1, 0, OptionalInt.of(2)), Optional.empty(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sets of the whole batch");
        }
    }

    private record Told(TrainingOutcome outcome, Map<String, Double> metrics) {}

    private static Told train(Learner learner, Training training, Optional<Checkpoint> from, int stopAfter) {
        var metrics = new HashMap<String, Double>();
        var listener = new Silent() {
            private int left = stopAfter;

            @Override
            public void onStep(long step, long total, int epoch, Map<String, Double> told, double imagesPerSecond) {
                metrics.putAll(told);
            }

            @Override
            public boolean stopRequested() {
                return left-- == 0;
            }
        };
        var subject = new TrainingLoop.Subject(Drawn.rectangles(12), Drawn.squeezeNet(), training, 5);
        var cadence = new CheckpointCadence(Duration.ofDays(1), OptionalLong.empty());
        return new Told(TrainingLoop.train(learner, subject, new Attempt(CPU, from, false, cadence, 1, listener)), metrics);
    }

    /** The weights that it starts from: it is stopped before its first step. */
    private static TrainingOutcome start(Learner learner) {
        return train(learner, training(1, 0, OptionalInt.empty()), Optional.empty(), 0).outcome();
    }

    private static double distance(TrainingOutcome a, TrainingOutcome b) {
        Map<String, float[]> of = weights(a);
        Map<String, float[]> other = weights(b);
        double squares = 0;
        for (String name : of.keySet()) {
            for (int i = 0; i < of.get(name).length; i++) {
                double difference = (double) of.get(name)[i] - other.get(name)[i];
                squares += difference * difference;
            }
        }
        return Math.sqrt(squares);
    }

    private static Map<String, float[]> weights(TrainingOutcome outcome) {
        var weights = new HashMap<String, float[]>();
        switch (outcome) {
            case TrainingOutcome.Finished finished ->
                    Safetensors.read("trained", finished.weights()).tensors().forEach((name, tensor) -> weights.put(name, tensor.floats()));
            case TrainingOutcome.Stopped stopped ->
                    stopped.checkpoint().parameters().forEach((name, tensor) -> weights.put(name, tensor.floats()));
        }
        return weights;
    }

    private static String hash(Told told) {
        return Sha256.of(((TrainingOutcome.Finished) told.outcome()).weights());
    }
}
