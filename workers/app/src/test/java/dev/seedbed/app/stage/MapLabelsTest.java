package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.data.Progress;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels from activation maps, what they are worth at a threshold, and their refinement. */
class MapLabelsTest {

    @TempDir
    private Path folder;

    private FolderArtifactStore store;
    private DatasetManifest scenes;
    private Images images;

    @BeforeEach
    void paintScenes() {
        store = new FolderArtifactStore(folder);
        var painted = new Scenes(7, 6, 2, 64).store(store, Progress.NONE);
        scenes = painted.manifest();
        images = Images.of(new DatasetRef("scenes", painted.ref().sha256()), "train");
    }

    @Test
    void aThresholdIsWorthWhatItsLabelsAre() {
        Cams cams = maps(images);
        List<Double> thresholds = List.of(0.0, 0.2, 0.45, 0.7, 1.0);
        var work = new TestWork(store);
        ThresholdCurve curve = StageExecutors.of(new SweepThresholds(images, cams, thresholds))
                .execute(new SweepThresholds(images, cams, thresholds), work);
        for (int t = 0; t < thresholds.size(); t++) {
            Labelled labelled = run(new LabelMaps(images, cams, OptionalDouble.of(thresholds.get(t))));
            assertThat(curve.meanIous().get(t)).isCloseTo(labelled.meanIou().orElseThrow(), within(1e-12));
        }
        assertThat(work.figures).containsEntry("threshold.best", curve.bestThreshold()).containsEntry("threshold.miou", curve.best());
        assertThat(work.metricSteps).containsExactly(0L, 200L, 450L, 700L, 1000L);
    }

    @Test
    void theHighestThresholdLeavesBackgroundAlone() {
        Labelled labelled = run(new LabelMaps(images, maps(images), OptionalDouble.of(1)));
        StoredMasks masks = StoredMasks.open(store, labelled.labels());
        StoredPictures.open(store, images).images().forEach(image -> assertThat(masks.mask(image.id()).labels()).containsOnly(0));
    }

    @Test
    void mapsThatTellBackgroundTakeNoScoreForItAndOthersNeedOne() {
        Cams plain = maps(images);
        assertThatThrownBy(() -> run(new LabelMaps(images, plain, OptionalDouble.empty()))).hasMessageContaining("say what background scores");
        Cams own = maps(images, 0);
        assertThat(run(new LabelMaps(images, own, OptionalDouble.empty())).coverage()).isEqualTo(1);
        assertThatThrownBy(() -> run(new LabelMaps(images, own, OptionalDouble.of(0.5)))).hasMessageContaining("leave the background's score out");
        assertThatThrownBy(() -> run(new SweepThresholds(images, own, List.of(0.5)))).hasMessageContaining("needs no threshold");
    }

    @Test
    void thresholdsCannotBeMeasuredWithoutTruth() {
        Images blind = withoutTruth();
        Cams cams = maps(blind);
        assertThatThrownBy(() -> run(new SweepThresholds(blind, cams, List.of(0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no image of list train of data set blind has a true mask");
        assertThat(run(new LabelMaps(blind, cams, OptionalDouble.of(0.5))).meanIou()).isEmpty();
    }

    @Test
    void refinedLabelsComeFromTheirParentsAndLeaveWhatIsDoubtfulOpen() {
        Labelled labels = run(new LabelMaps(images, maps(images), OptionalDouble.of(0.5)));
        var stage = new RefineLabels(images, labels.labels(), 0.7, 0.5, new Crf(5, 3, 3, 10, 50, 5));
        var work = new TestWork(store);
        Labelled refined = StageExecutors.of(stage).execute(stage, work);
        assertThat(refined.coverage()).isLessThan(1);
        assertThat(work.labels.getFirst().parents()).containsExactly(labels.labels());
        Labelled sure = run(new RefineLabels(images, labels.labels(), 0.7, 1, new Crf(5, 3, 3, 10, 50, 5)));
        assertThat(sure.coverage()).isEqualTo(1);
    }

    @Test
    void labelsOfAnotherDataSetAreNotRefined() {
        Labelled labels = run(new LabelMaps(images, maps(images), OptionalDouble.of(0.5)));
        assertThatThrownBy(() -> run(new RefineLabels(withoutTruth(), labels.labels(), 0.7, 0.5, Crf.defaults())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another data set than blind");
    }

    private <R> R run(StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, new TestWork(store));
    }

    /** Noise for every tag and for some classes more. */
    private Cams maps(Images of, int... more) {
        try (var writer = new StoredCams.Writer()) {
            StoredPictures.open(store, of).images().forEach(image -> {
                int[] classes = IntStream.concat(Arrays.stream(more), image.tags().stream().mapToInt(Integer::intValue)).toArray();
                var random = new Random(image.id().hashCode());
                float[] values = new float[classes.length * 64];
                for (int i = 0; i < values.length; i++) {
                    values[i] = random.nextFloat();
                }
                writer.write(image.id(), new FloatMaps(classes.length, 8, 8, values), classes);
            });
            return new Cams(writer.store(store).sha256(), "none");
        }
    }

    private Images withoutTruth() {
        var blind = new DatasetManifest(
                scenes.classes(),
                scenes.meanColour(),
                scenes.images().stream()
                        .map(image -> new DatasetManifest.Image(
                                image.id(), image.widthPx(), image.heightPx(), image.tags(), image.pixels(), Optional.empty(), image.boxes(), image.saliency()))
                        .toList(),
                scenes.splits());
        String sha256 = store.put(Json.write(blind).getBytes(StandardCharsets.UTF_8), ArtifactRef.Format.DATASET).sha256();
        return Images.of(new DatasetRef("blind", sha256), "train");
    }
}
