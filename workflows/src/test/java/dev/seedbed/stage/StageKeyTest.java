package dev.seedbed.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StageKeyTest {

    private static final DatasetRef DATASET = new DatasetRef("toy", Sha256.of("toy"));
    private static final Images IMAGES = Images.of(DATASET, "train");
    private static final Backbone BACKBONE = new Backbone(Backbone.Architecture.SQUEEZENET1_1, Sha256.of("weights"));
    private static final TrainedNetwork NETWORK = new TrainedNetwork(Sha256.of("network"), 10, 0.25, 0.5, List.of(), "imagenet");
    private static final LabelVersion LABELS = new LabelVersion(Sha256.of("labels"), LabelVersion.Kind.REGIONS, "import");
    private static final Cams CAMS = new Cams(Sha256.of("cams"), "imagenet");

    static final List<StageSpec<?>> ONE_OF_EACH = List.of(
            new TrainClassifier(IMAGES, BACKBONE, Training.defaults(), 3),
            new ActivationMaps(IMAGES.erasing(LABELS), NETWORK, Inference.defaults()),
            new MineRegions(IMAGES, CAMS, RegionRule.defaults()),
            new FuseRegions(IMAGES, List.of(LABELS), new BackgroundCue.LowActivation(List.of(CAMS), 0.2)),
            new TrainSegmenter(
                    IMAGES, LABELS, BACKBONE, Training.defaults(),
                    new SegmenterLearning.Prohibitive(true, SegmenterLearning.BranchLoss.SOFT_MARGIN), Optional.empty(), Optional.empty(), 3),
            new PredictLabels(
                    IMAGES, NETWORK, Inference.defaults(), OptionalDouble.of(0.1), true, Optional.of(Crf.defaults()),
                    LabelVersion.Kind.PSEUDO),
            new PlaceCues(IMAGES, CAMS, 0.2, new BackgroundCue.Saliency(0.06), Backbone.Architecture.SQUEEZENET1_1, 128),
            new GrowSegmenter(
                    IMAGES,
                    new Cues(Sha256.of("cues"), 15, new Labelled(LABELS, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0.4),
                            new SeedQuality(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0.4)),
                    BACKBONE,
                    Training.defaults(),
                    new RegionGrowing(
                            true,
                            Optional.of(new RegionGrowing.Growth(0.99, 0.85, RegionGrowing.Rule.PAPER)),
                            Optional.of(new RegionGrowing.Boundary(false)),
                            Crf.defaults(),
                            RegionGrowing.CrfInput.LOG_PROBABILITY),
                    Optional.of(new AtrousPyramid(List.of(2, 4))),
                    3),
            new TrainBoxClassifier(IMAGES, BACKBONE, Training.defaults(), BoxPooling.defaults(), false, 3),
            new LabelBoxes(IMAGES, NETWORK, BoxLabelling.defaults(), false),
            new UseTruth(IMAGES, LABELS, LABELS, 0.1, 3),
            new TrainPrototypes(IMAGES, BACKBONE, Training.defaults(), ImagePrototypes.defaults(), true, 3),
            new PrototypeMaps(IMAGES, NETWORK, ImagePrototypes.defaults(), Inference.defaults()),
            new LabelMaps(IMAGES, CAMS, OptionalDouble.of(0.3)),
            new SweepThresholds(IMAGES, CAMS, List.of(0.1, 0.2)),
            new RefineLabels(IMAGES, LABELS, 0.7, 0.5, new Crf(10, 3, 3, 10, 50, 5)),
            new Drill(2, new DrillWork(Pool.GPU, 5, 1, 20, Optional.of(new DrillWork.Failure(DrillWork.Kind.CRASH, 3, true)), OptionalInt.empty()), 0.5, 3));

    @Test
    void keysStayWhatTheyWere() {
        var keys = new TreeMap<String, String>();
        ONE_OF_EACH.forEach(stage -> keys.put(stage.kind(), StageKey.of(stage, "1").hex()));
        assertThat(keys).isEqualTo(new TreeMap<>(GOLDEN));
    }

    @Test
    void namesAndPurposesChangeNoKey() {
        var renamed = Images.of(new DatasetRef("another name", DATASET.sha256()), "train");
        assertThat(StageKey.of(new TrainClassifier(renamed, BACKBONE, Training.defaults(), 3), "1"))
                .isEqualTo(StageKey.of(ONE_OF_EACH.getFirst(), "1"));
        var origin = new LabelVersion(LABELS.sha256(), LabelVersion.Kind.IMPORTED, "elsewhere");
        assertThat(StageKey.of(new ActivationMaps(IMAGES.erasing(origin), NETWORK, Inference.defaults()), "1"))
                .isEqualTo(StageKey.of(ONE_OF_EACH.get(1), "1"));
    }

    @Test
    void seedSettingsInputsAndExecutorVersionEachChangeTheKey() {
        assertThat(List.of(
                        StageKey.of(ONE_OF_EACH.getFirst(), "1"),
                        StageKey.of(ONE_OF_EACH.getFirst(), "2"),
                        StageKey.of(new TrainClassifier(IMAGES, BACKBONE, Training.defaults(), 4), "1"),
                        StageKey.of(new TrainClassifier(Images.of(DATASET, "val"), BACKBONE, Training.defaults(), 3), "1"),
                        StageKey.of(new TrainClassifier(IMAGES.erasing(LABELS), BACKBONE, Training.defaults(), 3), "1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void settingsAtTheirDefaultsAreLeftOut() {
        assertThat(StageKey.canonical(ONE_OF_EACH.getFirst(), "1")).contains("\"training\":{}").doesNotContain("toy\"");
        assertThat(StageKey.canonical(new MineRegions(IMAGES, CAMS, new RegionRule(RegionRule.Reading.PEAK_FRACTION, 0.5)), "1"))
                .contains("\"rule\":{\"threshold\":0.5}");
    }

    @Test
    void everyStageSurvivesTheJourneyThroughJson() {
        ONE_OF_EACH.forEach(stage -> assertThat(Json.read(Json.write(stage), StageSpec.class)).isEqualTo(stage));
    }

    private static final Map<String, String> GOLDEN = Map.ofEntries(
            Map.entry("activation-maps", "0d3e29c1c834ab0367289b379b64ec3522544eec56d72431883775795c933e49"),
            Map.entry("drill", "9296c9cb8cfde408d3c424c8ca4e3011c55d898f2a2e0bc4fcda8649bfb77b4e"),
            Map.entry("fuse-regions", "5edffd499e12cc600c76cda143eaadf58c1f2e3656a699f670f564c02eb522ef"),
            Map.entry("grow-segmenter", "ad69c4c499f0ef6d67289451352f0caffae72891e0c94c139829f4d9b7b52355"),
            Map.entry("label-boxes", "7376768b146f8d2059906f1283ef20b22f84e8788bc755bdaebf5c1fa05f2600"),
            Map.entry("label-maps", "d496b2dffaa40329561c58ccd99c5b66b0de84ef26ff9dbc44779d488e8e562a"),
            Map.entry("mine-regions", "2494f148b3e188d7d82d092ed43eaa676482fff29ec04d671d248ee39892edfd"),
            Map.entry("place-cues", "82f2c42c8a0c8e61ded10d8316b4fef2a651fa40d410571ee61a49bdd213bd5a"),
            Map.entry("predict-labels", "8298274154ad948f36a9df74f54b7d334fc385cc3cb1af8af49a3a74a6b235c7"),
            Map.entry("prototype-maps", "0eb2b56e327e5125bb805ac8e342cfded241a4b5b0b9e04b2e544a694bdff01e"),
            Map.entry("refine-labels", "8d12000ba60e6a5f1a3b570530cb8af00d5789f7732c414a5c29cb3b416aca2a"),
            Map.entry("sweep-thresholds", "cbfdc9781e9918b811fd478454ea7ab55278f7966678e38c9541675232f8c9ac"),
            Map.entry("train-box-classifier", "152df85eb8b27caee2eb81b0450cec174e484490c730cdb2974941cdbda6b7cc"),
            Map.entry("train-classifier", "9ef99eff5685311fead37d059f3991e0c62a2d1aea3efee08c5355bf0cd23586"),
            Map.entry("train-prototypes", "3d726fb1c28a39e197e4c64d61a78a03e853aca424513b2ff3e00d2c9ab620ec"),
            Map.entry("train-segmenter", "d99192ec919ec11a469cd2e335c60d0a5a7d6b73e7dc74eb70664fcc01f72372"),
            Map.entry("use-truth", "2ddef9d3ba3af77b263ba407e79a8ee7e246e38dcae8def7bf52f06914168080"));
}
