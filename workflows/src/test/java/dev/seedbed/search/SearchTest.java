package dev.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {

    private static final Rungs STEPS = new Rungs.Steps("train-segmenter", 1, "loss", Goal.MINIMIZE, List.of(50, 100));

    @Test
    void strictVerdictsDoNotDependOnTheOrderOfArrival() {
        var halving = new Pruning.Halving(STEPS, 3, 6);
        var median = new Pruning.Median(STEPS, 2);
        var reports = new ArrayList<>(List.of(
                Report.of(1, 0.5), Report.of(2, 0.3), Report.of(3, Double.NaN), Report.none(4), Report.of(5, 0.3), Report.of(6, 0.9)));
        var closed = halving.close(1, reports);
        Verdict judged = median.judge(1, Report.of(7, 0.4), reports);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(reports, new Random(i));
            assertThat(halving.close(1, reports)).isEqualTo(closed);
            assertThat(median.judge(1, Report.of(7, 0.4), reports)).isEqualTo(judged);
        }
        assertThat(closed.keySet()).containsExactly(1, 2, 3, 5, 6);
        assertThat(closed.values().stream().map(Verdict::decision)).containsExactly(
                Verdict.Decision.STOP, Verdict.Decision.GO_ON, Verdict.Decision.STOP, Verdict.Decision.GO_ON, Verdict.Decision.STOP);
        assertThat(judged.decision()).isEqualTo(Verdict.Decision.GO_ON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"tpe\": {\"startup\": 0}} | tpe.startup: must be at least 1",
        "{\"tpe\": {\"start\": 5}} | tpe.start: unknown key",
        "{\"tpe\": {\"multivariate\": \"yes\"}} | tpe.multivariate: must be true or false",
        "{\"halton\": {\"seed\": 0.5}} | halton.seed: must be a whole number",
        "{\"holton\": {}} | there is no sampler holton",
        "{\"grid\": {}, \"random\": {}} | must be one sampler",
    })
    void aSamplerThatIsNoneIsRefusedWithThePath(String tree, String message) {
        assertThatThrownBy(() -> Sampler.of(Json.read(tree, JsonNode.class)))
                .isInstanceOf(SearchException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"x\": {\"float\": [1, 0]}} | x.float: must go from the lower",
        "{\"x\": {\"float\": [0, 1], \"log\": true}} | x.float: a logarithmic range must begin above 0",
        "{\"x\": {\"int\": [0, 1], \"step\": 2}} | x.step: 2 is larger than the range",
        "{\"x\": {\"choice\": [1, 1.0]}} | x.choice: has 1 twice",
        "{\"x\": {\"flaot\": [0, 1]}} | x: must be a choice, an int or a float range",
        "{\"x\": {\"choice\": [1], \"when\": {\"y\": [1]}}} | x.when: there is no setting y",
        "{\"x\": {\"choice\": [1], \"when\": {\"y\": [1]}}, \"y\": {\"choice\": [1], \"when\": {\"x\": [1]}}} | x.when: the conditions form a cycle",
        "{} | the search space is empty",
    })
    void aSpaceThatIsNoneIsRefusedWithThePath(String tree, String message) {
        assertThatThrownBy(() -> SearchSpace.of(Json.read(tree, JsonNode.class)))
                .isInstanceOf(SearchException.class)
                .hasMessageStartingWith(message);
    }
}
