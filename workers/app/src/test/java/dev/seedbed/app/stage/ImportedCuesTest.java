package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.ArrayFiles;
import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.app.campaign.DryRun;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.label.NamedLabels;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.data.Progress;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzWriter;
import dev.seedbed.json.Json;
import dev.seedbed.method.Plan;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.stage.RegionRule;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.Training;
import dev.seedbed.tracking.artifact.ArtifactCollector;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.ImportedArraysRow;
import dev.seedbed.tracking.dataset.ImportedArraysStore;
import dev.seedbed.tracking.label.LabelRevocation;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.training.weights.BuiltinWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cues and maps that another program might have made, brought in and started from, on a database of their own. */
class ImportedCuesTest {

    private static final int SIDE = 64;
    private static final int GRID = 7;
    private static final String CAMPAIGN =
            """
            campaign: imported
            method: seeded-region-growing
            dataset: scenes
            settings:
              segmenter: {batch: 4, sidePx: 64}
              retraining: {enabled: false}
            """;

    @TempDir
    static Path state;

    private static Stack stack;
    private static Facts facts;
    private static Images images;
    private static StoredPictures pictures;

    @BeforeAll
    static void paintScenes() throws Exception {
        stack = Stack.databaseOnly(StateFolder.at(state.resolve("state")), Environment.current(), line -> {});
        facts = Facts.open(stack.connection());
        facts.database().migrate();
        DatasetRow scenes = new Datasets(facts).register("scenes", new Scenes(5, 8, 2, SIDE).store(facts.artifacts(), Progress.NONE));
        images = Images.of(new DatasetRef(scenes.name(), scenes.sha256()), "train");
        pictures = StoredPictures.open(facts.artifacts(), images);
    }

    @AfterAll
    static void close() {
        facts.close();
        stack.close();
    }

    private static <R> R run(StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, new TestWork(facts.artifacts()));
    }

    private interface PerImage {
        Map<String, NdArray> of(DatasetManifest.Image image);
    }

    private static Path npz(String name, PerImage arrays) throws IOException {
        Path file = state.resolve(name + ".npz");
        try (var writer = new NpzWriter(Files.newOutputStream(file))) {
            for (DatasetManifest.Image image : pictures.images()) {
                for (var array : arrays.of(image).entrySet()) {
                    writer.write(image.id() + array.getKey(), array.getValue());
                }
            }
        }
        return file;
    }

    /** Every tag's map rises from left to right, each at its own pace; named as IRN's are. */
    private static ImportedArraysRow importedMaps() throws IOException {
        Path file = npz("irn", image -> {
            int tags = image.tags().size();
            float[] values = new float[tags * GRID * GRID];
            IntStream.range(0, values.length).forEach(i -> values[i] = (float) Math.pow(i % GRID, 1 + i / (GRID * GRID)));
            return Map.of(
                    "/cam", NdArray.of(values, tags, GRID, GRID),
                    "/keys", NdArray.of(image.tags().stream().mapToInt(tag -> tag - 1).toArray(), tags));
        });
        return new ArrayFiles(facts).importCams(file, "scenes", "train", "irn", "points+tags", Progress.NONE).row();
    }

    private static Cues placed() throws IOException {
        Cams maps = Json.read(importedMaps().result(), Cams.class);
        return run(new PlaceCues(images, maps, 0.5, new BackgroundCue.Saliency(0.25), Backbone.Architecture.SQUEEZENET1_1, SIDE));
    }

    /** As SEC's file has them: class, y and x of every cue. */
    private static Path secFile(Cues cues) throws IOException {
        int classes = pictures.dataset().classes().size();
        try (StoredCues stored = StoredCues.open(facts.artifacts(), cues)) {
            return npz("sec", image -> {
                SeedMaps seeds = stored.seeds(image.id(), classes);
                int[] set = IntStream.range(0, classes * seeds.area()).filter(i -> seeds.seeds()[i] == 1).toArray();
                IntStream rows = IntStream.concat(
                        Arrays.stream(set).map(i -> i / seeds.area()),
                        IntStream.concat(Arrays.stream(set).map(i -> i % seeds.area() / GRID), Arrays.stream(set).map(i -> i % GRID)));
                return Map.of(
                        "_cues", NdArray.of(rows.toArray(), 3, set.length),
                        "_labels", NdArray.of(image.tags().stream().mapToInt(Integer::intValue).toArray(), image.tags().size()));
            });
        }
    }

    private static Cues imported(Cues placed) throws IOException {
        ImportedArraysRow row = new ArrayFiles(facts)
                .importCues(secFile(placed), "scenes", "train", "sec", GRID, "tags+saliency", Progress.NONE)
                .row();
        return Json.read(row.result(), Cues.class);
    }

    private static GrowSegmenter growing(Cues cues) {
        var backbone = new Backbone(
                Backbone.Architecture.SQUEEZENET1_1,
                facts.artifacts().put(BuiltinWeights.find("squeezenet1_1").orElseThrow(), ArtifactRef.Format.SAFETENSORS).sha256());
        var growing = new RegionGrowing(
                true, Optional.of(new RegionGrowing.Growth(0.99, 0.85, RegionGrowing.Rule.PAPER)), Optional.empty(), Crf.defaults(),
                RegionGrowing.CrfInput.LOG_PROBABILITY);
        var training = new Training(1, 4, SIDE, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
        return new GrowSegmenter(images, cues, backbone, training, growing, Optional.empty(), 0);
    }

    @Test
    void importedCuesAreWhatTheyWereWhenAStagePlacedThem() throws IOException {
        Cues placed = placed();
        Cues imported = imported(placed);
        assertThat(imported.quality()).isEqualTo(placed.quality());
        assertThat(imported.quality().precision()).isPresent();
        assertThat(imported.shown().labels().sha256()).isEqualTo(placed.shown().labels().sha256());
        assertThat(imported.shown().meanIou()).isEqualTo(placed.shown().meanIou()).isPresent();
        assertThat(run(growing(imported)).network().weights()).isEqualTo(run(growing(placed)).network().weights());
        LabelRow shown = NamedLabels.require(facts.database(), "sec");
        assertThat(shown.version()).isEqualTo(imported.shown().labels());
        assertThat(shown.supervision()).isEqualTo("saliency+tags");
        assertThat(shown.pretraining()).isEqualTo("unknown");
        assertThat(shown.quality()).isPresent();
    }

    @Test
    void theyAreListedAndKeptWithTheMasksThatShowThem() throws IOException {
        Cues cues = imported(placed());
        assertThat(new ImportedArraysStore(facts.database()).list()).extracting(ImportedArraysRow::name).containsExactly("irn", "sec");
        new ArtifactCollector(facts.database(), (FolderArtifactStore) facts.artifacts()).collect(Duration.ZERO, false);
        try (StoredCues stored = StoredCues.open(facts.artifacts(), cues)) {
            assertThat(stored.has(pictures.images().getFirst().id())).isTrue();
        }
        assertThat(StoredMasks.open(facts.artifacts(), cues.shown().labels()).mask(pictures.images().getFirst().id())).isNotNull();
    }

    @Test
    void whatIsMadeOfImportedMapsKnowsWhatWasGivenForThem() throws IOException {
        Cams maps = Json.read(importedMaps().result(), Cams.class);
        assertThat(supervision(new LabelMaps(images, maps, OptionalDouble.of(0.5)))).isEqualTo("points+tags");
        assertThat(supervision(new MineRegions(images, maps, RegionRule.defaults()))).isEqualTo("points+tags");
        assertThat(supervision(new PlaceCues(
                        images, maps, 0.5, new BackgroundCue.Saliency(0.25), Backbone.Architecture.SQUEEZENET1_1, SIDE)))
                .isEqualTo("points+tags+saliency");
    }

    private static <R> String supervision(StageSpec<R> stage) {
        var work = new TestWork(facts.artifacts());
        StageExecutors.of(stage).execute(stage, work);
        return work.labels.getLast().supervision();
    }

    private static List<String> stages(Map<String, String> changes) {
        return new DryRun(facts).of(CampaignFile.read("imported.yaml", CAMPAIGN, changes)).stream().map(Plan.Step::kind).toList();
    }

    @Test
    void aCampaignStartsFromThemByName() throws IOException {
        imported(placed());
        assertThat(stages(Map.of("settings.cues.imported", "sec"))).containsExactly("grow-segmenter", "predict-labels");
        assertThat(stages(Map.of("settings.cues.cams", "irn"))).containsExactly("place-cues", "grow-segmenter", "predict-labels");
        assertThatThrownBy(() -> stages(Map.of("settings.cues.imported", "sac")))
                .isInstanceOf(UserError.class).hasMessageContaining("data set scenes has no imported cues sac; did you mean sec?");
    }

    @Test
    void onlyACampaignThatLearnsFromTheTruthIsRefusedOnceItIsRevoked() {
        DatasetRow blank = new Datasets(facts).register("blank", new Scenes(6, 8, 2, SIDE).store(facts.artifacts(), Progress.NONE));
        new LabelRevocation(facts.database(), "ada").revoke(NamedLabels.require(facts.database(), "blank").id(), Optional.empty());
        assertThatThrownBy(() -> new DryRun(facts).of(CampaignFile.read(
                        "full.yaml",
                        "{campaign: full, method: full-supervision, dataset: blank, settings: {segmenter: {batch: 4}}}",
                        Map.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the imported label version " + blank.truth().orElseThrow().substring(0, 12) + " (TRUTH) is revoked");
        assertThat(stages(Map.of("dataset", "blank", "settings.classifier.batch", "4"))).contains("grow-segmenter");
    }

    @Test
    void cuesOfAnotherGridThanTheNetworksAreRefusedAtSubmission() throws IOException {
        imported(placed());
        assertThatThrownBy(() -> stages(Map.of("settings.cues.imported", "sec", "settings.segmenter.sidePx", "128")))
                .isInstanceOf(UserError.class).hasMessageContaining("7x7").hasMessageContaining("15x15").hasMessageContaining("128 pixels");
    }
}
