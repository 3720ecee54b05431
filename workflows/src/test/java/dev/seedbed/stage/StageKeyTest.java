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
                    new SegmenterLearning.Prohibitive(true, SegmenterLearning.BranchLoss.SOFT_MARGIN), Optional.empty(), 3),
            new PredictLabels(
                    IMAGES, NETWORK, Inference.defaults(), OptionalDouble.of(0.1), true, Optional.of(Crf.defaults()),
                    LabelVersion.Kind.PSEUDO));

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

    private static final Map<String, String> GOLDEN = Map.of(
            "activation-maps", "0d3e29c1c834ab0367289b379b64ec3522544eec56d72431883775795c933e49",
            "fuse-regions", "5edffd499e12cc600c76cda143eaadf58c1f2e3656a699f670f564c02eb522ef",
            "mine-regions", "2494f148b3e188d7d82d092ed43eaa676482fff29ec04d671d248ee39892edfd",
            "predict-labels", "8298274154ad948f36a9df74f54b7d334fc385cc3cb1af8af49a3a74a6b235c7",
            "train-classifier", "9ef99eff5685311fead37d059f3991e0c62a2d1aea3efee08c5355bf0cd23586",
            "train-segmenter", "d99192ec919ec11a469cd2e335c60d0a5a7d6b73e7dc74eb70664fcc01f72372");
}
