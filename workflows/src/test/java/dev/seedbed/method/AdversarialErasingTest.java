package dev.seedbed.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.SettingsTree;
import dev.seedbed.json.Json;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainSegmenter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdversarialErasingTest {

    private final AdversarialErasing method = new AdversarialErasing();

    @Test
    void erasesEveryEarlierRoundsRegionsBeforeTheNextClassifier() {
        var stages = new FakeStages(0.1, 0.2, 0.3);
        method.run(trial("{rounds: {fixed: 3}}"), stages);
        assertThat(stages.asked(TrainClassifier.class)).extracting(stage -> stage.images().erased().size()).containsExactly(0, 1, 2);
        assertThat(stages.asked(MineRegions.class)).extracting(stage -> stage.images().erased().size()).containsExactly(0, 1, 2);
    }

    @Test
    void stopsWhenTheClassifierNoLongerConvergesAndLeavesItsRegionsOut() {
        var stages = new FakeStages(0.1, 0.2, 0.6, 0.9);
        Outcome outcome = method.run(trial("{rounds: {stopAbove: 0.5}}"), stages);
        assertThat(outcome.figures()).containsEntry("rounds", 2.0).containsEntry("round3.loss", 0.6);
        assertThat(stages.asked(FuseRegions.class).getLast().regions()).hasSize(2);
        assertThat(stages.decisions).extracting(Decision::kind).containsExactly("use-round", "use-round", "stop-erasing");
        assertThat(stages.decisions.getLast().numbers()).containsEntry("share", 0.6).containsEntry("stopAbove", 0.5);
    }

    @Test
    void aFixedNumberOfRoundsOverridesTheRule() {
        var stages = new FakeStages(0.9, 0.9, 0.9);
        Outcome outcome = method.run(trial("{rounds: {fixed: 3, stopAbove: 0.1}}"), stages);
        assertThat(outcome.figures()).containsEntry("rounds", 3.0);
    }

    @Test
    void usesTheFirstRoundsRegionsWhateverItsLoss() {
        var stages = new FakeStages(0.9, 0.95);
        assertThat(method.run(trial("{}"), stages).figures()).containsEntry("rounds", 1.0);
    }

    @Test
    void takesBackgroundFromSaliencyWhereTheDataSetHasItElseFromTheCams() {
        var with = new FakeStages(0.1, 0.9);
        method.run(new Trial<>(card(true), settings("{}"), 0), with);
        assertThat(with.asked(FuseRegions.class).getLast().background()).isEqualTo(new BackgroundCue.Saliency(0.06));
        var without = new FakeStages(0.1, 0.9);
        method.run(trial("{}"), without);
        assertThat(without.asked(FuseRegions.class).getLast().background())
                .isInstanceOfSatisfying(BackgroundCue.LowActivation.class, cue -> assertThat(cue.cams()).hasSize(1));
    }

    @Test
    void onlineLabelsAndWeightingAreSwitchedOffApart() {
        var offline = new FakeStages(0.1);
        method.run(trial("{rounds: {fixed: 1}, prohibition: {onlineLabels: false}}"), offline);
        assertThat(offline.asked(TrainSegmenter.class))
                .allMatch(stage -> stage.learning() instanceof SegmenterLearning.Prohibitive p && !p.onlineLabels());
        assertThat(offline.asked(PredictLabels.class)).allMatch(stage -> stage.weighting().equals(OptionalDouble.of(0.1)));
        var unweighted = new FakeStages(0.1);
        method.run(trial("{rounds: {fixed: 1}, prediction: {weighting: false}}"), unweighted);
        assertThat(unweighted.asked(PredictLabels.class)).allMatch(stage -> stage.weighting().isEmpty());
        assertThat(unweighted.asked(TrainSegmenter.class))
                .allMatch(stage -> stage.learning() instanceof SegmenterLearning.Prohibitive p && p.onlineLabels());
    }

    @Test
    void pslPlusRetrainsOnceOnRefinedLabelsOfTheTrainingImagesOwnClasses() {
        var stages = new FakeStages(0.1);
        Outcome outcome = method.run(trial("{rounds: {fixed: 1}}"), stages);
        PredictLabels pseudo = stages.asked(PredictLabels.class).get(1);
        assertThat(pseudo.onlyTags()).isTrue();
        assertThat(pseudo.crf()).isPresent();
        assertThat(pseudo.makes()).isEqualTo(LabelVersion.Kind.PSEUDO);
        assertThat(stages.asked(TrainSegmenter.class)).hasSize(2);
        assertThat(outcome.figures()).containsKeys("fused.miou", "psl.val.miou", "pseudo.miou", "psl-plus.val.miou");
    }

    static Trial<AdversarialErasing.Settings> trial(String settings) {
        return new Trial<>(card(false), settings(settings), 0);
    }

    static DatasetCard card(boolean saliency) {
        return new DatasetCard(
                new DatasetRef("toy", Sha256.of("toy")), Map.of("train", 100, "val", 20), saliency, Optional.of(Map.of("train", 120)),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static AdversarialErasing.Settings settings(String yaml) {
        var defaults = (ObjectNode) Json.tree(new AdversarialErasing().defaults());
        ((ObjectNode) defaults.get("backbone")).put("weights", Sha256.of("weights"));
        try {
            var own = (ObjectNode) Json.mapper().readTree(yaml.replaceAll("([A-Za-z]+):", "\"$1\":"));
            return Json.read(SettingsTree.over(defaults, own), AdversarialErasing.Settings.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
