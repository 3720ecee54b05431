package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.Progress;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.Training;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.training.weights.BuiltinWeights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuesTest {

    private static final int SIDE = 64;
    private static final int GRID = 7;

    @TempDir
    private Path folder;

    private FolderArtifactStore store;
    private TestWork work;
    private Images images;
    private StoredPictures pictures;
    private int classes;

    @BeforeEach
    void paintScenes() {
        store = new FolderArtifactStore(folder);
        work = new TestWork(store);
        ImportedDataset scenes = new Scenes(5, 8, 2, SIDE).store(store, Progress.NONE);
        images = Images.of(new DatasetRef("scenes", scenes.ref().sha256()), "train");
        pictures = StoredPictures.open(store, images);
        classes = pictures.dataset().classes().size();
    }

    private <R> R run(StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, work);
    }

    /** Maps on the grid itself: the first tag rises from left to right, others are flat. */
    private Cams maps() {
        try (var writer = new StoredCams.Writer()) {
            for (DatasetManifest.Image image : pictures.images()) {
                int[] tags = image.tags().stream().mapToInt(Integer::intValue).toArray();
                float[] values = new float[tags.length * GRID * GRID];
                Arrays.fill(values, 8);
                for (int place = 0; place < GRID * GRID; place++) {
                    values[place] = 1 + place % GRID;
                }
                writer.write(image.id(), new FloatMaps(tags.length, GRID, GRID, values), tags);
            }
            return new Cams(writer.store(store).sha256(), "none");
        }
    }

    private Cues placed(BackgroundCue background) {
        return run(new PlaceCues(images, maps(), 0.5, background, Backbone.Architecture.SQUEEZENET1_1, SIDE));
    }

    @Test
    void aClassIsCuedWhereItsMapIsOverTheFractionOfItsPeak() {
        Cues cues = placed(new BackgroundCue.Unclaimed());
        assertThat(cues.gridPx()).isEqualTo(GRID);
        try (StoredCues stored = StoredCues.open(store, cues)) {
            for (DatasetManifest.Image image : pictures.images()) {
                SeedMaps seeds = stored.seeds(image.id(), classes);
                for (int place = 0; place < GRID * GRID; place++) {
                    boolean right = place % GRID >= 3;
                    boolean others = image.tags().size() > 1;
                    assertThat(seeds.at(image.tags().getFirst(), place)).isEqualTo(right);
                    assertThat(seeds.at(0, place)).isEqualTo(!right && !others);
                }
            }
        }
    }

    @Test
    void theCuesAreMeasuredAndShown() {
        Cues cues = placed(new BackgroundCue.Saliency(0.25));
        assertThat(work.figures).containsKeys("seeds.precision", "seeds.recall", "seeds.iou", "seeds.coverage", "coverage", "miou");
        assertThat(work.outputs).containsKeys("cues", "labels");
        assertThat(cues.shown().labels().kind()).isEqualTo(LabelVersion.Kind.CUES);
        assertThat(work.labels.getFirst().supervision()).isEqualTo("tags+saliency");
        placed(new BackgroundCue.Unclaimed());
        assertThat(work.labels.getLast().supervision()).isEqualTo("tags");
    }

    @Test
    void theFileLiesInTheListsOrderWhateverTheThreads() {
        var cues = new BackgroundCue.LowActivation(List.of(maps()), 0.3);
        String arrays = placed(cues).arrays();
        for (int i = 0; i < 5; i++) {
            assertThat(placed(cues).arrays()).isEqualTo(arrays);
        }
    }

    private GrowSegmenter growing(Cues cues, int sidePx) {
        var backbone = new Backbone(
                Backbone.Architecture.SQUEEZENET1_1,
                store.put(BuiltinWeights.find("squeezenet1_1").orElseThrow(), ArtifactRef.Format.SAFETENSORS).sha256());
        var training = new Training(1, 4, sidePx, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
        var growing = new RegionGrowing(
                true, Optional.of(new RegionGrowing.Growth(0.99, 0.85, RegionGrowing.Rule.PAPER)), Optional.empty(), Crf.defaults(),
                RegionGrowing.CrfInput.LOG_PROBABILITY);
        return new GrowSegmenter(images, cues, backbone, training, growing, Optional.empty(), 0);
    }

    @Test
    void everyEpochsSeedsAreMetricsOfItsLastStep() {
        run(growing(placed(new BackgroundCue.Unclaimed()), SIDE));
        assertThat(work.metricSteps).containsExactly(1L, 2L, 2L);
    }

    @Test
    void cuesOfAnotherGridAreRefusedByBothGrids() {
        Cues cues = placed(new BackgroundCue.Unclaimed());
        assertThatThrownBy(() -> run(growing(cues, 128)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7x7").hasMessageContaining("15x15").hasMessageContaining("128 pixels");
    }

    private Cues written(List<String> ids, int grid, int label) {
        try (var file = new ArrayFile()) {
            for (String id : ids) {
                file.write(id + "/cues", NdArray.of(new byte[2 * grid * grid], 2, grid, grid));
                file.write(id + "/classes", NdArray.of(new int[] {0, label}, 2));
            }
            Cues usual = placed(new BackgroundCue.Unclaimed());
            return new Cues(file.store(store).sha256(), GRID, usual.shown(), usual.quality());
        }
    }

    @Test
    void cuesThatDoNotFitTheListAreRefusedByName() {
        List<String> ids = pictures.images().stream().map(DatasetManifest.Image::id).toList();
        assertThatThrownBy(() -> run(growing(written(ids.subList(1, ids.size()), GRID, 1), SIDE)))
                .hasMessageContaining("lack image " + ids.getFirst() + " of list train");
        assertThatThrownBy(() -> run(growing(written(ids, GRID, classes), SIDE)))
                .hasMessageContaining("name class " + classes).hasMessageContaining((classes - 1) + " besides background");
        assertThatThrownBy(() -> run(growing(written(ids, GRID + 1, 1), SIDE)))
                .hasMessageContaining("uint8[2, 8, 8]").hasMessageContaining("[2, 7, 7]");
    }

    @Test
    void cuesWithoutAnySeedTrainAllTheSame() {
        List<String> ids = pictures.images().stream().map(DatasetManifest.Image::id).toList();
        assertThat(run(growing(written(ids, GRID, 1), SIDE)).network().finalLoss()).isZero();
    }
}
