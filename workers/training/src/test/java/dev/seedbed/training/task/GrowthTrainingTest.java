package dev.seedbed.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.artifact.Sha256;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.infer.Segmentation;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Resampling;
import dev.seedbed.training.loop.Attempt;
import dev.seedbed.training.loop.Checkpoint;
import dev.seedbed.training.loop.CheckpointCadence;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loop.Reread;
import dev.seedbed.training.loop.TrainingListener;
import dev.seedbed.training.loop.TrainingLoop;
import dev.seedbed.training.loop.TrainingOutcome;
import dev.seedbed.training.weights.Safetensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GrowthTrainingTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final CheckpointCadence EVERY_STEP = new CheckpointCadence(Duration.ofDays(1), OptionalLong.of(1));
    private static final Training TRAINING = new Training(2, 4, 64, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
    private static final Optional<AtrousPyramid> PYRAMID = Optional.of(new AtrousPyramid(List.of(1, 2)));
    private static final Optional<RegionGrowing.Growth> EAGER =
            Optional.of(new RegionGrowing.Growth(0.3, 0.3, RegionGrowing.Rule.PAPER));
    private static final Optional<RegionGrowing.Boundary> HELD = Optional.of(new RegionGrowing.Boundary(false));
    private static final Crf CRF = new Crf(3, 3, 0.5, 10, 4, 13);

    private static RegionGrowing growing(
            boolean balanced, Optional<RegionGrowing.Growth> growth, Optional<RegionGrowing.Boundary> boundary, RegionGrowing.CrfInput input) {
        return new RegionGrowing(balanced, growth, boundary, CRF, input);
    }

    private static GrowthTraining learner(RegionGrowing growing) {
        return new GrowthTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, PYRAMID, growing, TRAINING.sidePx());
    }

    private static final GrowthTraining DSRG = learner(growing(true, EAGER, HELD, RegionGrowing.CrfInput.LOG_PROBABILITY));

    /** Drawn squares with every third of their places as cues, their truth known or not. */
    private record Cued(PictureSource drawn, int grid, boolean known, boolean foreground) implements PictureSource {

        static Cued squares(int count) {
            return new Cued(Drawn.squares(count, TRAINING.sidePx()), DSRG.needs().grid().orElseThrow(), true, true);
        }

        @Override
        public int size() {
            return drawn.size();
        }

        @Override
        public String id(int index) {
            return drawn.id(index);
        }

        @Override
        public Raster picture(int index) {
            return drawn.picture(index);
        }

        @Override
        public Optional<Mask> mask(int index) {
            return Optional.empty();
        }

        @Override
        public float[] tags(int index) {
            return drawn.tags(index);
        }

        @Override
        public Optional<Mask> truth(int index) {
            return known ? drawn.mask(index) : Optional.empty();
        }

        @Override
        public Optional<SeedMaps> cues(int index) {
            Mask truth = Resampling.resize(drawn.mask(index).orElseThrow(), grid, grid);
            byte[] seeds = new byte[(1 + Drawn.CLASSES.size()) * grid * grid];
            for (int place = 0; place < grid * grid; place += 3) {
                int label = truth.at(place);
                if (label == 0 || foreground && label != Mask.IGNORE) {
                    seeds[label * grid * grid + place] = 1;
                }
            }
            return Optional.of(new SeedMaps(1 + Drawn.CLASSES.size(), grid, grid, seeds));
        }
    }

    private static final class Recorder extends Silent {

        final List<Map<String, Double>> steps = new ArrayList<>();
        final Map<Integer, Map<String, Double>> epochs = new LinkedHashMap<>();
        final List<Checkpoint> checkpoints = new ArrayList<>();

        @Override
        public void onStep(long step, long total, int epoch, Map<String, Double> told, double imagesPerSecond) {
            steps.add(Map.copyOf(told));
        }

        @Override
        public void onEpoch(int epoch, long step, Map<String, Double> means, Map<String, Double> metrics) {
            epochs.put(epoch, Map.copyOf(metrics));
        }

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {
            checkpoints.add(checkpoint);
        }
    }

    private static TrainingOutcome.Finished train(
            GrowthTraining learner, PictureSource pictures, Optional<Checkpoint> from, int threads, TrainingListener listener) {
        var subject = new TrainingLoop.Subject(pictures, Drawn.squeezeNet(), TRAINING, 5);
        return (TrainingOutcome.Finished) TrainingLoop.train(learner, subject, new Attempt(CPU, from, false, EVERY_STEP, threads, listener));
    }

    private static Recorder recorded(GrowthTraining learner, PictureSource pictures) {
        Recorder recorder = new Recorder();
        train(learner, pictures, Optional.empty(), 1, recorder);
        return recorder;
    }

    @Test
    void resumesFromAnyStepToTheSameBytesAndTheSameMetricsOfTheEpoch() {
        Cued pictures = Cued.squares(12);
        Recorder undisturbed = new Recorder();
        String weights = Sha256.of(train(DSRG, pictures, Optional.empty(), 1, undisturbed).weights());
        assertThat(undisturbed.epochs.keySet()).containsExactly(1, 2);
        for (Checkpoint checkpoint : undisturbed.checkpoints) {
            Recorder resumed = new Recorder();
            Optional<Checkpoint> from = Optional.of(Reread.of(checkpoint));
            assertThat(Sha256.of(train(DSRG, pictures, from, 2, resumed).weights())).isEqualTo(weights);
            int done = (int) checkpoint.state().step();
            assertThat(resumed.steps).isEqualTo(undisturbed.steps.subList(done, 6));
            resumed.epochs.forEach((epoch, metrics) -> assertThat(metrics).isEqualTo(undisturbed.epochs.get(epoch)));
            assertThat(resumed.epochs.containsKey(2)).isEqualTo(done < 6);
        }
    }

    @Test
    void theSeedsOfAnEpochAreMeasuredAndGrow() {
        Recorder kept = recorded(learner(growing(true, Optional.empty(), HELD, RegionGrowing.CrfInput.LOG_PROBABILITY)), Cued.squares(12));
        Recorder grown = recorded(DSRG, Cued.squares(12));
        assertThat(kept.epochs.get(1)).containsOnlyKeys("seeds.precision", "seeds.recall", "seeds.iou", "seeds.coverage");
        assertThat(kept.epochs.get(1)).containsEntry("seeds.precision", 1.0).isEqualTo(kept.epochs.get(2));
        assertThat(grown.epochs.get(2).get("seeds.coverage")).isGreaterThan(kept.epochs.get(2).get("seeds.coverage"));
        assertThat(grown.epochs.get(2).get("seeds.recall")).isGreaterThan(kept.epochs.get(2).get("seeds.recall"));
    }

    @Test
    void withoutTruthOnlyTheCoverageIsMeasured() {
        Cued pictures = Cued.squares(4);
        assertThat(recorded(DSRG, new Cued(pictures.drawn, pictures.grid, false, true)).epochs.get(1)).containsOnlyKeys("seeds.coverage");
    }

    @Test
    void everyVariantLearnsWithFiniteLosses() {
        var input = RegionGrowing.CrfInput.PROBABILITY;
        var released = Optional.of(new RegionGrowing.Boundary(true));
        Cued pictures = Cued.squares(4);
        assertThat(recorded(learner(growing(false, Optional.empty(), Optional.empty(), input)), pictures).steps.getFirst())
                .containsOnlyKeys("loss", "loss.seed", "rate");
        for (RegionGrowing variant : List.of(
                growing(false, EAGER, Optional.empty(), input),
                growing(true, EAGER, released, input),
                growing(true, EAGER, released, RegionGrowing.CrfInput.LOG_PROBABILITY),
                new RegionGrowing(true, EAGER, HELD, new Crf(0, 3, 0.5, 10, 4, 13), input))) {
            assertThat(recorded(learner(variant), pictures).steps)
                    .allSatisfy(metrics -> assertThat(metrics.values()).allMatch(Double::isFinite));
        }
    }

    @Test
    void theReleasedGradientThroughTheCrfMakesAnotherNetworkOfTheSameFirstLoss() {
        Cued pictures = Cued.squares(4);
        Recorder held = recorded(DSRG, pictures);
        Recorder released = recorded(
                learner(growing(true, EAGER, Optional.of(new RegionGrowing.Boundary(true)), RegionGrowing.CrfInput.LOG_PROBABILITY)), pictures);
        assertThat(released.steps.getFirst()).isEqualTo(held.steps.getFirst());
        assertThat(released.steps.getLast()).isNotEqualTo(held.steps.getLast());
    }

    @Test
    void aBatchWithoutForegroundSeedsLearnsBackgroundAlone() {
        Cued pictures = Cued.squares(4);
        RegionGrowing background = growing(
                true, Optional.of(new RegionGrowing.Growth(0.3, 1, RegionGrowing.Rule.PAPER)), HELD, RegionGrowing.CrfInput.LOG_PROBABILITY);
        Recorder recorder = recorded(learner(background), new Cued(pictures.drawn, pictures.grid, true, false));
        assertThat(recorder.steps).allSatisfy(metrics -> assertThat(metrics.get("loss.seed")).isPositive().isFinite());
        assertThat(recorder.epochs.get(2)).containsEntry("seeds.recall", 0.0).containsEntry("seeds.precision", 0.0);
    }

    @Test
    void theGrownNetworkIsASegmenterThatCanBeAsked() {
        Cued pictures = Cued.squares(4);
        Safetensors weights = Safetensors.read("grown", train(DSRG, pictures, Optional.empty(), 1, new Silent()).weights());
        List<Integer> told = new ArrayList<>();
        new Segmentation(weights, Inference.defaults()).run(CPU, pictures, () -> false, (picture, scores, _) -> {
            assertThat(scores.channels()).isEqualTo(4);
            told.add(picture);
        });
        assertThat(told).hasSize(4);
    }

    /** The second step's loss is of the weights that the first one's gradients made. */
    @Test
    void inPartsItLearnsAsFromTheWholeBatchUpToRounding() {
        Cued pictures = Cued.squares(4);
        for (RegionGrowing.Boundary boundary : List.of(new RegionGrowing.Boundary(false), new RegionGrowing.Boundary(true))) {
            Learner learner = learner(growing(true, EAGER, Optional.of(boundary), RegionGrowing.CrfInput.LOG_PROBABILITY));
            Recorder whole = recorded(learner, pictures, twoSteps(OptionalInt.empty()));
            Recorder inParts = recorded(learner, pictures, twoSteps(OptionalInt.of(2)));
            for (int step = 0; step < 2; step++) {
                Map<String, Double> expected = whole.steps.get(step);
                assertThat(inParts.steps.get(step)).containsOnlyKeys(expected.keySet());
                inParts.steps.get(step).forEach((name, value) -> assertThat(value).as(name).isCloseTo(expected.get(name), within(1e-4)));
            }
            assertThat(inParts.epochs.get(1)).isEqualTo(whole.epochs.get(1));
        }
    }

    private static Training twoSteps(OptionalInt parts) {
        return new Training(
                1, 4, 64, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0, 0.3, OptionalInt.of(2), Optional.empty(), Optional.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), parts);
    }

    private static Recorder recorded(Learner learner, Cued pictures, Training training) {
        var recorder = new Recorder();
        var cadence = new CheckpointCadence(Duration.ofDays(1), OptionalLong.empty());
        var subject = new TrainingLoop.Subject(pictures, Drawn.squeezeNet(), training, 3);
        TrainingLoop.train(learner, subject, new Attempt(CPU, Optional.empty(), false, cadence, 1, recorder));
        return recorder;
    }

    @Test
    void cuesOfAnotherGridAreRefused() {
        Cued pictures = Cued.squares(4);
        assertThatThrownBy(() -> recorded(DSRG, new Cued(pictures.drawn, pictures.grid + 1, true, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drawn-").hasMessageContaining((pictures.grid + 1) + "x").hasMessageContaining(pictures.grid + "x");
    }
}
