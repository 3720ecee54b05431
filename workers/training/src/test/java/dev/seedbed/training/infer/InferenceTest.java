package dev.seedbed.training.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.loop.Attempt;
import dev.seedbed.training.loop.CheckpointCadence;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loop.TrainingLoop;
import dev.seedbed.training.loop.TrainingOutcome;
import dev.seedbed.training.task.ClassifierTraining;
import dev.seedbed.training.task.PrototypeTraining;
import dev.seedbed.training.task.SegmenterTraining;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.WeightsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InferenceTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final Inference PLAIN = new Inference(List.of(1.0), false);
    private static Safetensors classifier;
    private static Safetensors segmenter;
    private static Safetensors specific;

    @BeforeAll
    static void train() {
        classifier = train(new ClassifierTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES), 8);
        segmenter = train(new SegmenterTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES,
                new SegmenterLearning.Prohibitive(true, SegmenterLearning.BranchLoss.SOFT_MARGIN)), 8);
        specific = train(new PrototypeTraining(
                Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, ImagePrototypes.defaults(), true), 2);
    }

    private static Safetensors train(Learner learner, int epochs) {
        Training training = new Training(epochs, 4, 48, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0);
        TrainingOutcome outcome = TrainingLoop.train(
                learner,
                new TrainingLoop.Subject(Drawn.squares(24, 48), Drawn.squeezeNet(), training, 0),
                new Attempt(CPU, Optional.empty(), false, CheckpointCadence.every(Duration.ofDays(1)), 1, new Silent()));
        return Safetensors.read("trained", ((TrainingOutcome.Finished) outcome).weights());
    }

    @Test
    void mapsArePositiveAndOneForEachTagOfEachPicture() {
        Drawn pictures = Drawn.rectangles(7);
        Map<Integer, FloatMaps> maps = maps(pictures, PLAIN);
        assertThat(maps.keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        maps.forEach((index, map) -> {
            assertThat(map.channels()).isEqualTo(1);
            for (float value : map.values()) {
                assertThat(value).isNotNegative();
            }
        });
        assertThat(maps.get(0).width()).isGreaterThan(maps.get(0).height());
        assertThat(maps.get(1).width()).isLessThan(maps.get(1).height());
    }

    @Test
    void squaresOfThePicturesOwnSizeAreTheScaleOne() {
        Drawn pictures = Drawn.squares(3, 48);
        Inference square = new Inference(List.of(2.0), true, Optional.of(new Inference.Squares(List.of(48))));
        Map<Integer, FloatMaps> maps = maps(pictures, new Inference(List.of(1.0), true));
        maps(pictures, square).forEach((index, map) -> assertThat(map.values()).containsExactly(maps.get(index).values(), within(1e-5f)));
        Inference plain = new Inference(List.of(1.0), false, Optional.of(new Inference.Squares(List.of(48))));
        Map<Integer, FloatMaps> scores = scores(pictures, PLAIN);
        scores(pictures, plain).forEach((index, map) -> assertThat(map.values()).containsExactly(scores.get(index).values(), within(1e-5f)));
    }

    @Test
    void scoresOfSquaresAreSummedBeforeTheSoftmax() {
        Drawn pictures = Drawn.rectangles(2);
        Inference once = new Inference(List.of(1.0), false, Optional.of(new Inference.Squares(List.of(64))));
        Inference twice = new Inference(List.of(1.0), false, Optional.of(new Inference.Squares(List.of(64, 64))));
        Map<Integer, FloatMaps> of = scores(pictures, once);
        scores(pictures, twice).forEach((index, map) -> assertThat(map.values()).containsExactly(squaredAndRenormalised(of.get(index)), within(1e-4f)));
        assertThat(maps(pictures, once).get(0).width()).isEqualTo(maps(pictures, PLAIN).get(0).width());
    }

    /** What twice the logits give. */
    private static float[] squaredAndRenormalised(FloatMaps p) {
        float[] squared = new float[p.values().length];
        for (int pixel = 0; pixel < p.area(); pixel++) {
            double sum = 0;
            for (int i = pixel; i < squared.length; i += p.area()) {
                sum += p.values()[i] * p.values()[i];
            }
            for (int i = pixel; i < squared.length; i += p.area()) {
                squared[i] = (float) (p.values()[i] * p.values()[i] / sum);
            }
        }
        return squared;
    }

    @Test
    void mapsOfAMirroredPictureAreMirroredWhenFlipsAreSummed() {
        Drawn pictures = Drawn.squares(3, 48);
        Map<Integer, FloatMaps> maps = maps(pictures, new Inference(List.of(1.0), true));
        Map<Integer, FloatMaps> mirrored = maps(new Mirrored(pictures), new Inference(List.of(1.0), true));
        for (int i = 0; i < 3; i++) {
            FloatMaps expected = maps.get(i);
            int w = expected.width();
            for (int p = 0; p < expected.area(); p++) {
                assertThat(mirrored.get(i).values()[p / w * w + w - 1 - p % w]).isCloseTo(expected.values()[p], within(1e-3f));
            }
        }
    }

    @Test
    void imageSpecificMapsOfAMirroredPictureAreMirroredWhenFlipsAreSummed() {
        Inference flips = new Inference(List.of(1.0, 1.5), true);
        ImagePrototypes usual = ImagePrototypes.defaults();
        ImagePrototypes last = new ImagePrototypes(usual.seeds(), usual.threshold(), ImagePrototypes.Features.LAST_STAGE, 0.5, usual.scaling());
        Drawn pictures = Drawn.squares(3, 48);
        for (ImagePrototypes prototypes : List.of(usual, last, usual.asked(ImagePrototypes.Asked.RELEASED_CODE))) {
            Map<Integer, FloatMaps> maps = new TreeMap<>();
            Map<Integer, FloatMaps> mirrored = new TreeMap<>();
            var activation = new PrototypeActivation(specific, prototypes, flips);
            activation.run(CPU, pictures, () -> false, (index, classes, own) -> maps.put(index, own));
            activation.run(CPU, new Mirrored(pictures), () -> false, (index, classes, own) -> mirrored.put(index, own));
            maps.forEach((index, expected) -> {
                int w = expected.width();
                for (int p = 0; p < 2 * expected.area(); p++) {
                    assertThat(mirrored.get(index).values()[p / w * w + w - 1 - p % w]).isCloseTo(expected.values()[p], within(1e-3f));
                }
            });
        }
    }

    @Test
    void scalesAreSummedOnTheGridOfScaleOne() {
        Drawn pictures = Drawn.squares(2, 48);
        Map<Integer, FloatMaps> one = maps(pictures, PLAIN);
        Map<Integer, FloatMaps> twice = maps(pictures, new Inference(List.of(1.0, 1.0), false));
        Map<Integer, FloatMaps> other = maps(pictures, new Inference(List.of(2.0), false));
        assertThat(other.get(0).width()).isEqualTo(one.get(0).width());
        for (int p = 0; p < one.get(0).area(); p++) {
            assertThat(twice.get(0).values()[p]).isCloseTo(2 * one.get(0).values()[p], within(1e-4f));
        }
    }

    @Test
    void scoresAreProbabilitiesAtThePicturesOwnSize() {
        Drawn pictures = Drawn.rectangles(7);
        Map<Integer, FloatMaps> scores = new TreeMap<>();
        new Segmentation(segmenter, new Inference(List.of(0.75, 1.0), true)).run(CPU, pictures, () -> false, (index, own, confidence) -> {
            scores.put(index, own);
            assertThat(confidence.orElseThrow()).hasSize(3);
            for (float v : confidence.orElseThrow()) {
                assertThat(v).isBetween(0f, 1f);
            }
        });
        scores.forEach((index, own) -> {
            assertThat(own.channels()).isEqualTo(4);
            assertThat(own.width()).isEqualTo(pictures.picture(index).width());
            assertThat(own.height()).isEqualTo(pictures.picture(index).height());
            for (int p = 0; p < own.area(); p++) {
                float sum = 0;
                for (int c = 0; c < 4; c++) {
                    sum += own.values()[c * own.area() + p];
                }
                assertThat(sum).isCloseTo(1, within(1e-5f));
            }
        });
        assertThat(scores).hasSize(7);
    }

    @Test
    void theBranchIsSurestOfTheClassThatIsThere() {
        Drawn pictures = Drawn.squares(12, 48);
        int[] right = {0};
        new Segmentation(segmenter, PLAIN).run(CPU, pictures, () -> false, (index, scores, confidence) -> {
            float[] v = confidence.orElseThrow();
            int best = v[0] > v[1] ? (v[0] > v[2] ? 0 : 2) : (v[1] > v[2] ? 1 : 2);
            right[0] += pictures.tags(index)[best] > 0 ? 1 : 0;
        });
        assertThat(right[0]).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aNetworkOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> new ClassActivation(segmenter, PLAIN))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds a segmenter-with-branch, where a classifier is needed");
        assertThatThrownBy(() -> new Segmentation(Drawn.squeezeNet(), PLAIN))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("is no network trained here");
    }

    @Test
    void stopsBetweenBatchesWhenCancelled() {
        assertThatThrownBy(() -> new ClassActivation(classifier, PLAIN).run(CPU, Drawn.squares(3, 48), () -> true, (i, tags, maps) -> { }))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aPictureOfOnePixelGetsAnAnswerToo() {
        PictureSource pixel = new Mirrored(Drawn.squares(1, 48)) {
            @Override
            public Raster picture(int index) {
                return new Raster(1, 1, new byte[] {1, 2, 3});
            }
        };
        assertThat(maps(pixel, new Inference(List.of(0.5, 2.0), true)).get(0).area()).isEqualTo(1);
        new Segmentation(segmenter, PLAIN)
                .run(CPU, pixel, () -> false, (index, scores, confidence) -> assertThat(scores.area()).isEqualTo(1));
    }

    private static Map<Integer, FloatMaps> maps(PictureSource pictures, Inference inference) {
        Map<Integer, FloatMaps> maps = new TreeMap<>();
        new ClassActivation(classifier, inference).run(CPU, pictures, () -> false, (index, tags, own) -> {
            assertThat(pictures.tags(index)[tags[0]]).isEqualTo(1);
            maps.put(index, own);
        });
        return maps;
    }

    private static Map<Integer, FloatMaps> scores(PictureSource pictures, Inference inference) {
        Map<Integer, FloatMaps> scores = new TreeMap<>();
        new Segmentation(segmenter, inference).run(CPU, pictures, () -> false, (index, own, _) -> scores.put(index, own));
        return scores;
    }

    /** Pictures of another source, left and right exchanged. */
    private static class Mirrored implements PictureSource {

        private final PictureSource source;

        Mirrored(PictureSource source) {
            this.source = source;
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public String id(int index) {
            return source.id(index);
        }

        @Override
        public Raster picture(int index) {
            Raster picture = source.picture(index);
            byte[] rgb = new byte[picture.rgb().length];
            for (int p = 0; p < picture.width() * picture.height(); p++) {
                int q = p / picture.width() * picture.width() + picture.width() - 1 - p % picture.width();
                System.arraycopy(picture.rgb(), 3 * p, rgb, 3 * q, 3);
            }
            return new Raster(picture.width(), picture.height(), rgb);
        }

        @Override
        public Optional<Mask> mask(int index) {
            return Optional.empty();
        }

        @Override
        public float[] tags(int index) {
            return source.tags(index);
        }
    }
}
