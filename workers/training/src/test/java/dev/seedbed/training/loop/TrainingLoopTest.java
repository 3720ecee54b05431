package dev.seedbed.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Numerics;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.task.BoxTraining;
import dev.seedbed.training.task.ClassifierTraining;
import dev.seedbed.training.task.PrototypeTraining;
import dev.seedbed.training.task.SegmenterTraining;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final CheckpointCadence NEVER = CheckpointCadence.every(Duration.ofDays(1));
    private static final Training TRAINING = new Training(3, 4, 48, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
    private static final Training CROPS = new Training(2, 3, 40, true, 0.5, 1.5, true, 1e-3, 10, 2, 0.9, 5e-4, 0.9, 0.5);
    private static final Learner CLASSIFIER = new ClassifierTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES);
    private static final Learner SEGMENTER = new SegmenterTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES,
            new SegmenterLearning.Prohibitive(true, SegmenterLearning.BranchLoss.SOFT_MARGIN));

    private static final Learner BOXES =
            new BoxTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, BoxPooling.defaults());
    private static final Learner NOISE_AWARE = new SegmenterTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES,
            new SegmenterLearning.NoiseAware(
                    Optional.of(new LabelVersion("ab".repeat(32), LabelVersion.Kind.PSEUDO, "import")), 0.1, 7, 20));
    private static final Learner PROTOTYPES =
            new PrototypeTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, ImagePrototypes.defaults(), true);

    @Test
    void trainedTwiceGivesTheSameBytesWhateverTheLoadersThreads() {
        for (Learner learner : List.of(CLASSIFIER, SEGMENTER, PROTOTYPES)) {
            String once = gist(finish(learner, subject(TRAINING, 1), attempt(new Silent())));
            Attempt threads = new Attempt(CPU, Optional.empty(), false, NEVER, 3, new Silent());
            assertThat(gist(finish(learner, subject(TRAINING, 1), threads))).isEqualTo(once);
            assertThat(gist(finish(learner, subject(TRAINING, 2), attempt(new Silent())))).isNotEqualTo(once);
        }
    }

    @Test
    void twoTrainingsSideBySideGiveTheBytesOfEachAlone() throws Exception {
        List<String> alone = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            alone.add(gist(finish(CLASSIFIER, subject(TRAINING, seed), attempt(new Silent()))));
        }
        try (ExecutorService slots = Executors.newFixedThreadPool(2)) {
            List<Future<String>> together = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int seed = i;
                together.add(slots.submit(() -> gist(finish(CLASSIFIER, subject(TRAINING, seed), attempt(new Silent())))));
            }
            assertThat(together.get(0).get()).isEqualTo(alone.get(0));
            assertThat(together.get(1).get()).isEqualTo(alone.get(1));
        }
    }

    @Test
    void resumesToTheSameBytesAfterAStopAtEveryStep() {
        for (Learner learner : List.of(CLASSIFIER, SEGMENTER, BOXES, NOISE_AWARE, PROTOTYPES)) {
            TrainingOutcome.Finished undisturbed = finish(learner, subject(CROPS, 5), attempt(new Silent()));
            Optional<Checkpoint> from = Optional.empty();
            TrainingOutcome outcome = null;
            int attempts = 0;
            while (!(outcome instanceof TrainingOutcome.Finished)) {
                StopsAfter listener = new StopsAfter(1);
                outcome = TrainingLoop.train(learner, subject(CROPS, 5), new Attempt(CPU, from, false, NEVER, 1, listener));
                if (outcome instanceof TrainingOutcome.Stopped stopped) {
                    from = Optional.of(Reread.of(stopped.checkpoint()));
                }
                attempts++;
            }
            assertThat(attempts).isEqualTo(8);
            assertThat(gist(outcome)).isEqualTo(gist(undisturbed));
        }
    }

    @Test
    void resumesFromAnyCheckpointWithTheSameMetricsAsIfNothingHadHappened() {
        Recorder undisturbed = new Recorder();
        TrainingOutcome.Finished finished = finish(SEGMENTER, subject(TRAINING, 3),
                new Attempt(CPU, Optional.empty(), false, new CheckpointCadence(Duration.ofDays(1), OptionalLong.of(2)), 1, undisturbed));
        assertThat(undisturbed.steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(undisturbed.checkpoints.stream().map(checkpoint -> checkpoint.state().step())).containsExactly(2L, 4L, 6L, 8L);
        for (Checkpoint checkpoint : undisturbed.checkpoints) {
            int done = (int) checkpoint.state().step();
            Recorder resumed = new Recorder();
            assertThat(gist(finish(SEGMENTER, subject(TRAINING, 3), new Attempt(CPU, Optional.of(checkpoint), false, NEVER, 2, resumed))))
                    .isEqualTo(gist(finished));
            assertThat(resumed.metrics).isEqualTo(undisturbed.metrics.subList(done, 9));
            int epochsDone = done / 3;
            assertThat(resumed.epochs).isEqualTo(undisturbed.epochs.subList(epochsDone, 3));
        }
        assertThat(undisturbed.metrics.getFirst()).containsOnlyKeys("loss", "loss.mined", "loss.online", "loss.branch", "rate");
        assertThat(undisturbed.metrics.getFirst()).contains(entry("rate", 1e-3));
        assertThat(finished.finalLoss()).isEqualTo(undisturbed.epochs.getLast().get("loss"));
    }

    @Test
    void aCheckpointOfTheVeryEndStillKnowsTheLastEpochsLoss() {
        Recorder recorder = new Recorder();
        TrainingOutcome.Finished finished = finish(CLASSIFIER, subject(TRAINING, 3),
                new Attempt(CPU, Optional.empty(), false, new CheckpointCadence(Duration.ofDays(1), OptionalLong.of(9)), 1, recorder));
        Attempt again = new Attempt(CPU, Optional.of(recorder.checkpoints.getLast()), false, NEVER, 1, new Silent());
        assertThat(gist(finish(CLASSIFIER, subject(TRAINING, 3), again))).isEqualTo(gist(finished));
    }

    @Test
    void neverWaitsForACheckpointThatIsStillBeingWritten() {
        Recorder slow = new Recorder() {
            @Override
            public boolean checkpointPending() {
                return steps.getLast() < 5;
            }
        };
        finish(CLASSIFIER, subject(TRAINING, 3),
                new Attempt(CPU, Optional.empty(), false, new CheckpointCadence(Duration.ofDays(1), OptionalLong.of(1)), 1, slow));
        assertThat(slow.checkpoints.stream().map(checkpoint -> checkpoint.state().step())).containsExactly(5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void theWeightsSayWhatTheyAre() {
        TrainingOutcome.Finished finished = finish(CLASSIFIER, subject(TRAINING, 3), attempt(new Silent()));
        Safetensors file = Safetensors.read("trained", finished.weights());
        assertThat(file.metadata()).containsExactly(
                entry("architecture", "SQUEEZENET1_1"),
                entry("classes", "[\"red\",\"green\",\"blue\"]"),
                entry("head", "classifier"),
                entry("input", "BGR, 0..255, minus mean 104,117,123 / std 1,1,1"));
        assertThat(finished.steps()).isEqualTo(9);
        assertThat(finished.numerics()).containsExactly(Numerics.of(CPU).name());
        assertThat(finished.chanceLoss()).isBetween(0.6, 0.7);
    }

    @Test
    void theClassifierLearnsWhatChanceCannotKnow() {
        Training longer = new Training(12, 4, 48, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0);
        TrainingLoop.Subject subject = new TrainingLoop.Subject(Drawn.squares(24, 48), Drawn.squeezeNet(), longer, 0);
        TrainingOutcome.Finished finished = finish(CLASSIFIER, subject, attempt(new Silent()));
        assertThat(finished.finalLoss()).isLessThan(finished.chanceLoss() / 3);
    }

    @Test
    void refusesACheckpointOfOtherNumericsUnlessAllowed() {
        Checkpoint own = stopped(CLASSIFIER, subject(TRAINING, 3), 4);
        Checkpoint.State state = own.state();
        Checkpoint foreign = new Checkpoint(
                new Checkpoint.State(state.task(), state.step(), state.sums(), List.of("cuda/elsewhere")),
                own.parameters(),
                own.velocities());
        assertThatThrownBy(() -> TrainingLoop.train(
                        CLASSIFIER, subject(TRAINING, 3), new Attempt(CPU, Optional.of(foreign), false, NEVER, 1, new Silent())))
                .isInstanceOf(NumericsMismatchException.class)
                .hasMessageContaining("cuda/elsewhere").hasMessageContaining("SEEDBED_ANY_NUMERICS");
        TrainingOutcome.Finished finished =
                finish(CLASSIFIER, subject(TRAINING, 3), new Attempt(CPU, Optional.of(foreign), true, NEVER, 1, new Silent()));
        assertThat(finished.numerics()).containsExactly("cuda/elsewhere", Numerics.of(CPU).name());
    }

    @Test
    void refusesACheckpointOfAnotherTraining() {
        Checkpoint own = stopped(CLASSIFIER, subject(TRAINING, 3), 4);
        assertThatThrownBy(() -> TrainingLoop.train(
                        CLASSIFIER, subject(TRAINING, 4), new Attempt(CPU, Optional.of(own), false, NEVER, 1, new Silent())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("another training");
    }

    @Test
    void damagedCheckpointsAreOneClearError(@TempDir Path folder) throws IOException {
        Checkpoint own = stopped(CLASSIFIER, subject(TRAINING, 3), 1);
        var written = new ByteArrayOutputStream();
        own.writeTo(written);
        byte[] bytes = written.toByteArray();
        for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
            Path cut = Files.write(folder.resolve("cut" + length), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Checkpoint.read(cut)).isInstanceOf(CheckpointException.class);
        }
        byte[] weights = finish(CLASSIFIER, subject(TRAINING, 3), attempt(new Silent())).weights();
        Path noCheckpoint = Files.write(folder.resolve("weights"), weights);
        assertThatThrownBy(() -> Checkpoint.read(noCheckpoint))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no checkpoint");
    }

    @Test
    void aLossThatIsNotFiniteStopsWithItsStepAndPictures() {
        TreeMap<String, Tensor> tensors = new TreeMap<>(Drawn.squeezeNet().tensors());
        Tensor bias = tensors.get("features.12.expand3x3.bias");
        float[] broken = bias.floats();
        Arrays.fill(broken, Float.POSITIVE_INFINITY);
        tensors.put("features.12.expand3x3.bias", Tensor.of(bias.shape(), broken));
        Safetensors weights = new Safetensors("broken", tensors, new TreeMap<>());
        TrainingLoop.Subject subject = new TrainingLoop.Subject(Drawn.squares(12, 48), weights, TRAINING, 0);
        assertThatThrownBy(() -> TrainingLoop.train(CLASSIFIER, subject, attempt(new Silent())))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("at step 1 on the pictures drawn-");
    }

    @Test
    void noWeightThatIsNotFiniteReachesACheckpoint() {
        Training wild = new Training(3, 4, 48, false, 1, 1, true, 10, 1000, 1, 0.9, 1, 0, 0);
        Recorder recorder = new Recorder();
        Attempt attempt =
                new Attempt(CPU, Optional.empty(), false, new CheckpointCadence(Duration.ofDays(1), OptionalLong.of(1)), 1, recorder);
        TrainingLoop.Subject subject = new TrainingLoop.Subject(Drawn.squares(12, 48), Drawn.squeezeNet(), wild, 0);
        assertThatThrownBy(() -> TrainingLoop.train(CLASSIFIER, subject, attempt)).isInstanceOf(NonFiniteException.class);
        for (Checkpoint checkpoint : recorder.checkpoints) {
            assertThat(checkpoint.parameters().values()).allMatch(Tensor::isFinite);
        }
    }

    private static TrainingLoop.Subject subject(Training training, long seed) {
        PictureSource pictures = training.crop() ? Drawn.rectangles(12) : Drawn.squares(12, 48);
        return new TrainingLoop.Subject(pictures, Drawn.squeezeNet(), training, seed);
    }

    private static Attempt attempt(TrainingListener listener) {
        return new Attempt(CPU, Optional.empty(), false, NEVER, 1, listener);
    }

    private static TrainingOutcome.Finished finish(Learner learner, TrainingLoop.Subject subject, Attempt attempt) {
        return (TrainingOutcome.Finished) TrainingLoop.train(learner, subject, attempt);
    }

    /** What must be the same, the weights as their hash. */
    private static String gist(TrainingOutcome outcome) {
        return switch (outcome) {
            case TrainingOutcome.Finished(byte[] weights, long steps, double loss, double chance, SortedMap<String, Double> counts, List<String> numerics) ->
                    Sha256.of(weights) + " " + steps + " " + loss + " " + chance + " " + counts + " " + numerics;
            case TrainingOutcome.Stopped stopped -> "stopped after " + stopped.checkpoint().state().step();
        };
    }

    private static Checkpoint stopped(Learner learner, TrainingLoop.Subject subject, int steps) {
        return ((TrainingOutcome.Stopped) TrainingLoop.train(learner, subject, attempt(new StopsAfter(steps)))).checkpoint();
    }

    private static final class StopsAfter extends Silent {

        private int left;

        StopsAfter(int steps) {
            left = steps;
        }

        @Override
        public boolean stopRequested() {
            return left-- == 0;
        }
    }

    private static class Recorder extends Silent {

        final List<Long> steps = new ArrayList<>();
        final List<Map<String, Double>> metrics = new ArrayList<>();
        final List<Map<String, Double>> epochs = new ArrayList<>();
        final List<Checkpoint> checkpoints = new ArrayList<>();

        @Override
        public void onStep(long step, long total, int epoch, Map<String, Double> told, double imagesPerSecond) {
            steps.add(step);
            metrics.add(Map.copyOf(told));
        }

        @Override
        public void onEpoch(int epoch, long step, Map<String, Double> told, Map<String, Double> metrics) {
            epochs.add(Map.copyOf(told));
        }

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {
            checkpoints.add(checkpoint);
        }
    }
}
