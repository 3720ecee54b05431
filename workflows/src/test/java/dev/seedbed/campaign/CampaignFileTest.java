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
}
