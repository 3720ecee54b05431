package dev.seedbed.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.SettingsTree;
import dev.seedbed.json.Json;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.SeedQuality;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.UseTruth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MethodsTest {

    private static final LabelVersion TRUTH = new LabelVersion(Sha256.of("truth"), LabelVersion.Kind.TRUTH, "import");
    private static final Cams CAMS = new Cams(Sha256.of("maps"), "unknown");
    private static final Cues CUES = new Cues(
            Sha256.of("cues"),
            41,
            new Labelled(
                    new LabelVersion(Sha256.of("shown"), LabelVersion.Kind.CUES, "import"),
                    OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0.4),
            new SeedQuality(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0.5));

    @Test
    void growingGoesFromCuesToARetrainedSegmenter() {
        FakeStages stages = run(new SeededRegionGrowing(), Map.of());
        assertThat(kinds(stages)).containsExactly(
                "train-classifier", "activation-maps", "place-cues", "grow-segmenter", "predict-labels", "predict-labels", "train-segmenter",
                "predict-labels");
        GrowSegmenter grow = stages.asked(GrowSegmenter.class).getFirst();
        TrainSegmenter retrained = stages.asked(TrainSegmenter.class).getFirst();
        assertThat(retrained.start()).as("goes on from the grown network").isPresent();
        assertThat(retrained.pyramid()).isEqualTo(grow.pyramid());
        assertThat(stages.asked(PredictLabels.class)).extracting(PredictLabels::onlyTags).containsExactly(false, true, false);
    }

    @Test
    void ablationsOfGrowingShareTheirCues() {
        FakeStages whole = run(new SeededRegionGrowing(), Map.of());
        FakeStages without = run(new SeededRegionGrowing(), Map.of("growing.growth", "null", "retraining.enabled", "false"));
        assertThat(keys(without).subList(0, 3)).isEqualTo(keys(whole).subList(0, 3));
        assertThat(keys(without).get(3)).isNotEqualTo(keys(whole).get(3));
        assertThat(without.asked(GrowSegmenter.class).getFirst().growing().growth()).isEmpty();
    }

    @Test
    void importedCuesStandForTheClassifierItsMapsAndTheirPlacing() {
        FakeStages stages = run(new SeededRegionGrowing(), Map.of("cues.imported", "\"sec\"", "retraining.enabled", "false"));
        assertThat(kinds(stages)).containsExactly("grow-segmenter", "predict-labels");
        assertThat(stages.asked(GrowSegmenter.class).getFirst().cues()).isEqualTo(CUES);
    }

    @Test
    void importedMapsStandForTheClassifierAndItsMaps() {
        FakeStages stages = run(new SeededRegionGrowing(), Map.of(
                "cues.cams", "\"irn\"", "background.source", "\"cams\"", "retraining.enabled", "false"));
        assertThat(kinds(stages)).containsExactly("place-cues", "grow-segmenter", "predict-labels");
        PlaceCues placing = stages.asked(PlaceCues.class).getFirst();
        assertThat(placing.cams()).isEqualTo(CAMS);
        assertThat(placing.background()).isEqualTo(new BackgroundCue.LowActivation(List.of(CAMS), 0.05));
    }

    @Test
    void importedArraysThatDoNotFitAreSaidBeforeAnythingRuns() {
        assertThat(objections(Map.of("cues.imported", "\"sec\""))).isEmpty();
        assertThat(objections(Map.of("cues.cams", "\"irn\""))).isEmpty();
        assertThat(objections(Map.of("cues.imported", "\"sek\""))).containsExactly("data set toy has no imported cues sek; did you mean sec?");
        assertThat(objections(Map.of("cues.imported", "\"irn\""))).singleElement().asString().contains("no imported cues irn");
        assertThat(objections(Map.of("cues.imported", "\"sec-val\""))).singleElement().asString()
                .contains("sec-val are of list val", "trains on list train of data set toy");
        DatasetCard without = card(Optional.empty()).withArrays(List.of("irn"));
        assertThat(new SeededRegionGrowing().objections(without, resolved(new SeededRegionGrowing(), Map.of("cues.imported", "\"sec\""))))
                .containsExactly("data set toy has no imported cues sec; bring them in with: ./seedbed data arrays cues FILE.npz --data toy --name sec");
        assertThatThrownBy(() -> objections(Map.of("cues.imported", "\"sec\"", "cues.cams", "\"irn\"")))
                .hasMessageContaining("not both");
    }

    private static List<String> objections(Map<String, String> changes) {
        return new SeededRegionGrowing().objections(card(Optional.empty()), resolved(new SeededRegionGrowing(), changes));
    }

    @Test
    void importedArraysTravelWithTheCardAndACardWithoutThemIsReadAsBefore() {
        DatasetCard card = card(Optional.of(TRUTH));
        assertThat(Json.read(Json.write(card), DatasetCard.class)).isEqualTo(card);
        DatasetCard without = card.withArrays(List.of());
        assertThat(Json.write(without)).doesNotContain("imported");
        assertThat(Json.read(Json.write(without), DatasetCard.class)).isEqualTo(without);
    }

    @Test
    void boxesGiveTwoLabelVersionsOfOneStageAndTheLossLooksAtBoth() {
        FakeStages stages = run(new BackgroundAwarePooling(), Map.of());
        assertThat(kinds(stages)).containsExactly("train-box-classifier", "label-boxes", "train-segmenter", "predict-labels");
        TrainSegmenter segmenter = stages.asked(TrainSegmenter.class).getFirst();
        assertThat(segmenter.labelInputs()).hasSize(2).doesNotHaveDuplicates();
        assertThat(((SegmenterLearning.NoiseAware) segmenter.learning()).retrieved()).contains(segmenter.labelInputs().get(1));
    }

    @Test
    void everyChoiceOfLabelsLearnsFromItsOwn() {
        var learned = Map.of(
                "crf", labels("crf").getFirst(),
                "retrieved", labels("retrieved").getFirst());
        assertThat(learned.get("crf")).isNotEqualTo(learned.get("retrieved"));
        assertThat(labels("agreeing")).containsExactly(learned.get("crf"), learned.get("retrieved"));
        assertThat(labels("noise_aware")).containsExactly(learned.get("crf"), learned.get("retrieved"));
    }

    private static List<LabelVersion> labels(String choice) {
        return run(new BackgroundAwarePooling(), Map.of("noise.labels", '"' + choice + '"'))
                .asked(TrainSegmenter.class)
                .getFirst()
                .labelInputs();
    }

    @Test
    void trueMasksReplaceBothLabelVersionsOfTheSameImages() {
        FakeStages stages = run(new BackgroundAwarePooling(), Map.of("truthShare", "0.1"));
        assertThat(stages.asked(UseTruth.class)).hasSize(2).extracting(UseTruth::share, UseTruth::seed, UseTruth::truth)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(0.1, 3L, TRUTH));
    }

    @Test
    void poolingAblationsComputeTheirOwnClassifierAndLabellingAblationsDoNot() {
        FakeStages whole = run(new BackgroundAwarePooling(), Map.of());
        FakeStages mean = run(new BackgroundAwarePooling(), Map.of("pooling.kind", "\"mean\""));
        FakeStages withoutAttention = run(new BackgroundAwarePooling(), Map.of("labelling.attention", "false"));
        assertThat(key(whole, TrainBoxClassifier.class)).isNotEqualTo(key(mean, TrainBoxClassifier.class))
                .isEqualTo(key(withoutAttention, TrainBoxClassifier.class));
        assertThat(key(whole, LabelBoxes.class)).isNotEqualTo(key(withoutAttention, LabelBoxes.class));
    }

    @Test
    void prototypesGoFromMapsToRefinedLabelsAndMeasureCamsWhereThereIsTruth() {
        assertThat(kinds(run(new ImageSpecificPrototypes(), Map.of()))).containsExactly(
                "train-prototypes", "activation-maps", "sweep-thresholds", "prototype-maps", "label-maps", "refine-labels", "train-segmenter",
                "predict-labels");
        FakeStages untold = new FakeStages();
        new ImageSpecificPrototypes().run(new Trial<>(card(Optional.empty()), resolved(new ImageSpecificPrototypes(), Map.of()), 3), untold);
        assertThat(kinds(untold)).doesNotContain("sweep-thresholds");
    }

    /** A version is named as submission leaves it: kind, hash, origin. */
    @Test
    void everyMethodCanStartFromLabelsThatWereBroughtIn() {
        var imported = new LabelVersion(Sha256.of("imported"), LabelVersion.Kind.IMPORTED, "import");
        Map<String, String> labels = Map.of("labels", Json.write(LabelChoice.of(imported)));
        for (Method<?> method : List.of(
                new SeededRegionGrowing(), new BackgroundAwarePooling(), new ImageSpecificPrototypes(), new FullSupervision())) {
            FakeStages stages = run(method, labels);
            assertThat(kinds(stages)).as(method.name()).containsExactly("train-segmenter", "predict-labels");
            assertThat(stages.asked(TrainSegmenter.class).getFirst().labels()).isEqualTo(imported);
        }
        assertThat(kinds(run(new AdversarialErasing(), labels)))
                .containsExactly("train-segmenter", "predict-labels", "predict-labels", "train-segmenter", "predict-labels");
    }

    @Test
    void prototypesRefuseADropoutThatNothingWouldHeed() {
        var method = new ImageSpecificPrototypes();
        assertThat(method.objections(card(Optional.of(TRUTH)), resolved(method, Map.of("classifier.dropout", "0.3"))))
                .contains("the classifier drops no features: classifier.dropout must be 0, not 0.3");
        assertThat(method.objections(card(Optional.of(TRUTH)), resolved(method, Map.of())))
                .noneMatch(line -> line.contains("dropout"));
    }

    @Test
    void whatADataSetLacksIsSaidBeforeAnythingRuns() {
        var bare = new DatasetCard(
                new DatasetRef("bare", Sha256.of("bare")), Map.of("train", 4), false, Optional.of(Map.of("test", 5)), Optional.empty(),
                Optional.of(new DatasetCard.Lists("train", "test")), Optional.empty());
        assertThat(new BackgroundAwarePooling().objections(bare, resolved(new BackgroundAwarePooling(), Map.of("truthShare", "0.5"))))
                .anyMatch(line -> line.contains("a batch of 16 cannot be filled"))
                .anyMatch(line -> line.contains("no list test"))
                .anyMatch(line -> line.contains("list train of data set bare has no boxes"))
                .anyMatch(line -> line.contains("no true masks"));
        assertThat(new SeededRegionGrowing().objections(bare, resolved(new SeededRegionGrowing(), Map.of("background.source", "\"saliency\""))))
                .anyMatch(line -> line.contains("no saliency maps"));
    }

    @Test
    void drillsShareAllButTheLastAndAimItAtBraninsFunction() {
        var method = new DrillRun();
        FakeStages one = run(method, Map.of("x", "1", "y", "2"));
        FakeStages other = run(method, Map.of("x", "2", "y", "2"));
        assertThat(kinds(one)).containsExactly("drill", "drill", "drill", "drill");
        assertThat(keys(one).subList(0, 3)).isEqualTo(keys(other).subList(0, 3)).doesNotHaveDuplicates();
        assertThat(keys(one).get(3)).isNotEqualTo(keys(other).get(3));
        assertThat(DrillRun.branin(Math.PI, 2.275)).isCloseTo(0.397887, within(1e-6));
        assertThat(DrillRun.branin(9.42478, 2.475)).isCloseTo(0.397887, within(1e-6));
        assertThat(DrillRun.branin(0, 0)).isCloseTo(55.602113, within(1e-6));
    }

    private static <S extends Record> FakeStages run(Method<S> method, Map<String, String> changes) {
        FakeStages stages = new FakeStages(0.1, 0.1, 0.1, 0.1);
        method.run(new Trial<>(card(Optional.of(TRUTH)), resolved(method, changes), 3), stages);
        return stages;
    }

    private static <S extends Record> S resolved(Method<S> method, Map<String, String> changes) {
        ObjectNode tree = Json.mapper().createObjectNode();
        changes.forEach((path, value) -> SettingsTree.set(tree, path, Json.read(value, com.fasterxml.jackson.databind.JsonNode.class)));
        var defaults = (ObjectNode) Json.tree(method.defaults());
        if (defaults.has("backbone")) {
            SettingsTree.set(tree, "backbone.weights", Json.tree(Sha256.of("weights")));
        }
        return Json.read(SettingsTree.over(defaults, tree), method.settingsType());
    }

    private static DatasetCard card(Optional<LabelVersion> truth) {
        return new DatasetCard(
                new DatasetRef("toy", Sha256.of("toy")), Map.of("train", 100, "val", 20), true, Optional.of(Map.of("train", 120)), truth,
                Optional.empty(),
                Optional.of(Map.of(
                        "sec", new DatasetCard.Imported("train", Optional.of(CUES), Optional.empty()),
                        "sec-val", new DatasetCard.Imported("val", Optional.of(CUES), Optional.empty()),
                        "irn", new DatasetCard.Imported("train", Optional.empty(), Optional.of(CAMS)))));
    }

    private static List<String> kinds(FakeStages stages) {
        return stages.asked.stream().<String>map(StageSpec::kind).toList();
    }

    private static List<String> keys(FakeStages stages) {
        return stages.asked.stream().map(stage -> StageKey.of(stage, "1").hex()).toList();
    }

    private static String key(FakeStages stages, Class<? extends StageSpec<?>> kind) {
        return StageKey.of(stages.asked(kind).getFirst(), "1").hex();
    }
}
