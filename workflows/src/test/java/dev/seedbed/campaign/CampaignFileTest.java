package dev.seedbed.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.method.AdversarialErasing;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignFileTest {

    private static final String GOOD =
            """
            campaign: toy
            method: adversarial-erasing
            dataset: scenes
            seeds: [0, 7]
            settings:
              classifier:
                epochs: 2
                learningRate: 2e-3
              regions: {reading: area_fraction, threshold: 0.1}
            variants:
              one-round: {rounds.fixed: 1}
              three-rounds: {rounds.fixed: 3}
            """;

    @Test
    void everyVariantIsTriedWithEverySeed() {
        var trials = CampaignFile.read("toy.yaml", GOOD, Map.of()).spec().trials();
        assertThat(trials).extracting(CampaignSpec.TrialPlan::variant).containsExactly("one-round", "one-round", "three-rounds", "three-rounds");
        assertThat(trials).extracting(CampaignSpec.TrialPlan::seed).containsExactly(0L, 7L, 0L, 7L);
        assertThat(trials).extracting(CampaignSpec.TrialPlan::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatTheFileLeavesOutIsTheMethodsDefault() {
        var file = CampaignFile.read("toy.yaml", GOOD, Map.of());
        var settings = file.settings(file.spec().trials().getLast(), new AdversarialErasing());
        assertThat(settings.classifier().epochs()).isEqualTo(2);
        assertThat(settings.classifier().learningRate()).isEqualTo(2e-3);
        assertThat(settings.classifier().momentum()).isEqualTo(0.9);
        assertThat(settings.rounds().fixed()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void changesFromTheCommandLineWinOverTheFile() {
        var file = CampaignFile.read("toy.yaml", GOOD, Map.of("settings.classifier.epochs", "9", "seeds", "[5]"));
        assertThat(file.spec().seeds()).containsExactly(5L);
        assertThat(file.settings(file.spec().trials().getFirst(), new AdversarialErasing()).classifier().epochs()).isEqualTo(9);
    }

    @Test
    void nameAndConcurrencyAreNotContent() {
        var spec = CampaignFile.read("toy.yaml", GOOD, Map.of()).spec();
        assertThat(spec.named("other").contentHash()).isEqualTo(spec.contentHash());
        assertThat(CampaignFile.read("toy.yaml", GOOD, Map.of("concurrency", "4")).spec().contentHash()).isEqualTo(spec.contentHash());
        assertThat(CampaignFile.read("toy.yaml", GOOD, Map.of("seeds", "[1]")).spec().contentHash()).isNotEqualTo(spec.contentHash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            campaign: toy                   | campain: toy                      | toy.yaml line 1: unknown key campain; did you mean campaign?
            method: adversarial-erasing     | method: adversarial-eraser        | toy.yaml line 2: there is no method adversarial-eraser; did you mean adversarial-erasing?
            classifier:                     | clasifier:                        | toy.yaml line 6: unknown key settings.clasifier; did you mean classifier?
            epochs: 2                       | epoch: 2                          | toy.yaml line 7: unknown key settings.classifier.epoch; did you mean epochs?
            epochs: 2                       | epochs: 0                         | toy.yaml line 6: settings.classifier: epochs must be at least 1, not 0
            epochs: 2                       | epochs: 2.5                       | toy.yaml line 7: settings.classifier.epochs
            epochs: 2                       | epochs: many                      | toy.yaml line 7: settings.classifier.epochs
            learningRate: 2e-3              | learningRate: -1                  | learningRate must be from 0.0 to 10.0, not -1.0
            threshold: 0.1                  | threshold: 1.5                    | toy.yaml line 9: settings.regions: threshold must be
            area_fraction                   | volume_fraction                   | toy.yaml line 9: settings.regions.reading
            rounds.fixed: 3                 | rounds.fix: 3                     | toy.yaml line 12: variant three-rounds changes rounds.fix, but there is no setting fix; did you mean fixed?
            rounds.fixed: 3                 | rounds.fixed: 0                   | fixed must be from 1.0 to 100.0, not 0.0
            seeds: [0, 7]                   | seeds: []                         | seeds must name at least one seed
            seeds: [0, 7]                   | seeds: [1, 1]                     | none twice
            campaign: toy                   | campaign: ../toy                  | a campaign's name has up to 100 letters
            dataset: scenes                 | datset: scenes                    | toy.yaml line 3: unknown key datset; did you mean dataset?
            seeds: [0, 7]                   | seeds: [0, 7                      | not YAML
            dataset: scenes                 | campaign: again                   | toy.yaml line 3: campaign occurs twice
            """)
    void whatIsWrongIsSaidWithItsLine(String right, String wrong, String message) {
        assertThat(GOOD).contains(right);
        assertThatThrownBy(() -> CampaignFile.read("toy.yaml", GOOD.replace(right, wrong), Map.of()))
                .isInstanceOf(CampaignFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingNameIsAskedFor() {
        assertThatThrownBy(() -> CampaignFile.read("toy.yaml", "method: adversarial-erasing\ndataset: scenes\n", Map.of()))
                .hasMessage("toy.yaml: campaign is missing at the top level");
    }

    @Test
    void aCampaignIsWrittenAsAFileThatReadsAsTheSameCampaign() {
        CampaignSpec spec = CampaignFile.read("mine.yaml", """
                campaign: "007"
                method: adversarial-erasing
                dataset: scenes
                seeds: [0, 3]
                settings: {classifier: {epochs: 2, learningRate: 0.0005}}
                variants:
                  low: {regions.threshold: 0.2}
                  plain: {}
                """, Map.of()).spec();
        assertThat(CampaignFile.read("again.yaml", CampaignFile.text(spec), Map.of()).spec()).isEqualTo(spec);
    }

    private static final String SWEEP =
            """
            campaign: sweep
            method: adversarial-erasing
            dataset: scenes
            seeds: [0, 1]
            concurrency: 12
            team: vision
            priority: 2
            search:
              space:
                segmenter.learningRate: {float: [1e-4, 1e-2], log: true}
                segmenter.batch: {int: [4, 16], step: 4}
                regions.reading: {choice: [peak_fraction, area_fraction]}
                regions.threshold: {float: [0.2, 0.7], step: 0.05, when: {regions.reading: [peak_fraction]}}
              points: [{segmenter.learningRate: 1e-3, segmenter.batch: 8, regions.reading: area_fraction}]
              sampler: {random: {seed: 0}}
              trials: 24
              objectives: [{figure: psl.val.miou, goal: maximize}]
              pruner: {asha: {stage: train-segmenter, metric: loss, goal: minimize, rungs: [50, 100], eta: 3, cohort: 6}}
              order: strict
            budget: {hours: 20, deviceSeconds: 36000, target: 0.6}
            """;

    @Test
    void aSearchReachesEveryEndOfItsSpace() {
        CampaignSpec spec = CampaignFile.read("sweep.yaml", SWEEP, Map.of()).spec();
        Search search = spec.search().orElseThrow();
        assertThat(spec.trials()).isEmpty();
        assertThat(spec.terms().pointsAtOnce()).isEqualTo(6);
        assertThat(search.ends()).allMatch(search.space()::contains);
        for (String path : search.space().paths()) {
            assertThat(search.ends().stream().map(point -> point.values().get(path)).distinct().count()).as(path).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whatASearchIsSetToWhileItRunsIsNotContent() {
        String hash = CampaignFile.read("sweep.yaml", SWEEP, Map.of()).spec().contentHash();
        assertThat(Map.of("priority", "4", "team", "other", "budget.hours", "3", "search.trials", "30", "concurrency", "20"))
                .allSatisfy((path, value) ->
                        assertThat(CampaignFile.read("sweep.yaml", SWEEP, Map.of(path, value)).spec().contentHash()).isEqualTo(hash));
        assertThat(CampaignFile.read("sweep.yaml", SWEEP, Map.of("search.order", "eager")).spec().contentHash()).isNotEqualTo(hash);
    }

    @Test
    void filesFromBeforeCampaignsCouldBeSteeredKeepTheirHash() {
        assertThat(CampaignFile.read("toy.yaml", GOOD, Map.of()).spec().contentHash())
                .isEqualTo("d43474ec4a40948d114f4ef719ea951d64fa51301899729774da579e5182c31f");
    }

    @Test
    void aSearchReadsBackAsItWasWritten() {
        CampaignSpec spec = CampaignFile.read("sweep.yaml", SWEEP, Map.of()).spec();
        assertThat(CampaignFile.read("again.yaml", CampaignFile.text(spec), Map.of()).spec()).isEqualTo(spec);
        assertThat(dev.seedbed.json.Json.read(dev.seedbed.json.Json.write(spec), CampaignSpec.class)).isEqualTo(spec);
        assertThat(CampaignFile.read("sweep.yaml", SWEEP.replaceFirst("pruner: .*", "pruner: none"), Map.of()).spec().search().orElseThrow().pruner())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            segmenter.batch: {int: [4, 16], step: 4} | segmenter.bach: {int: [4, 16]}     | sweep.yaml line 11: the search varies segmenter.bach, but there is no setting bach; did you mean batch?
            {int: [4, 16], step: 4}                  | {int: [0, 16], step: 4}            | batch must be
            {int: [4, 16], step: 4}                  | {int: [16, 4]}                     | sweep.yaml line 11: search.space.segmenter.batch.int: must go from the lower
            {float: [0.2, 0.7], step: 0.05,          | {float: [0.2, 1.7], step: 0.05,    | cannot be
            [peak_fraction, area_fraction]           | []                                 | needs at least one value
            {regions.reading: [peak_fraction]}       | {regions.reading: [other]}         | sweep.yaml line 13: search.space.regions.threshold.when
            cohort: 6                                | cohort: 7                          | a cohort of 7 points never meets: in strict order only 6 are tried at once
            order: strict                            | order: strickt                     | search.order
            sampler: {random: {seed: 0}}             | sampler: {randm: {seed: 0}}        | did you mean random?
            trials: 24                               | trials: 0                          | trials must be
            hours: 20                                | hours: 0                           | a budget of hours must be more than 0
            deviceSeconds: 36000                     | deviceSecs: 36000                  | sweep.yaml line 20: unknown key budget.deviceSecs; did you mean deviceSeconds?
            segmenter.batch: 8,                      | segmenter.batch: 9,                | point 1 is not of the space
            priority: 2                              | priority: 6                        | priority must be
            goal: maximize                           | goal: maximise                     | search.objectives
            priority: 2                              | variants: {a: {}}                  | variants or a search, not both
            """)
    void whatIsWrongWithASearchIsSaidWithItsLine(String right, String wrong, String message) {
        assertThat(SWEEP).contains(right);
        assertThatThrownBy(() -> CampaignFile.read("sweep.yaml", SWEEP.replace(right, wrong), Map.of()))
                .isInstanceOf(CampaignFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSearchWithoutEndNeedsANumberOfTrials() {
        assertThatThrownBy(() -> CampaignFile.read("sweep.yaml", SWEEP.replace("  trials: 24\n", ""), Map.of()))
                .hasMessageContaining("has no end; say how many points to try");
    }
}
