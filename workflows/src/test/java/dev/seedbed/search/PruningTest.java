package dev.seedbed.search;

import static dev.seedbed.search.SearchSpaceTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruningTest {

    private static final Rungs STEPS = new Rungs.Steps("train-segmenter", 1, "loss", Goal.MINIMIZE, List.of(50, 100));
    private static final Pruning.Halving HALVING = new Pruning.Halving(STEPS, 3, 6);

    @Test
    void aRungKeepsOneInEtaRoundedUp() {
        assertThat(HALVING.places(6, 1)).isEqualTo(2);
        assertThat(HALVING.places(6, 2)).isEqualTo(1);
        assertThat(HALVING.places(10, 1)).isEqualTo(4);
        assertThat(HALVING.places(10, 2)).isEqualTo(2);
        assertThat(HALVING.places(1, 5)).isEqualTo(1);
    }

    @Test
    void cohortsAreConsecutivePoints() {
        assertThat(List.of(1, 6, 7, 12, 13)).extracting(HALVING::cohortOf).containsExactly(1, 1, 7, 7, 13);
    }

    @Test
    void aClosedRungKeepsTheBestAndOfEqualsTheEarlier() {
        var verdicts = HALVING.close(1, List.of(
                Report.of(1, 0.5), Report.of(2, 0.3), Report.of(3, Double.NaN), Report.of(4, 0.3), Report.of(5, 0.3), Report.none(6)));
        assertThat(verdicts).hasSize(5);
        assertThat(verdicts.entrySet()).filteredOn(one -> one.getValue().decision() == Verdict.Decision.GO_ON)
                .extracting(Map.Entry::getKey).containsExactly(2, 4);
        assertThat(verdicts.get(5).reason())
                .isEqualTo("Stopped: rank 3 of 5 by loss of train-segmenter at step 50; of a cohort of 6 the best 2 go on.");
        assertThat(verdicts.get(3).numbers())
                .isEqualTo(tree("{'point': 3, 'rung': 1, 'value': 'NaN', 'rank': 5, 'reported': 5, 'cohort': 6, 'places': 2}"));
    }

    @Test
    void aClosedRungDoesNotDependOnWhoReportedFirst() {
        var reports = new ArrayList<Report>();
        for (int i = 1; i <= 9; i++) {
            reports.add(i == 4 ? Report.none(4) : Report.of(i, i * 7 % 5));
        }
        var verdicts = HALVING.close(1, reports);
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(reports, new Random(seed));
            assertThat(HALVING.close(1, reports)).isEqualTo(verdicts);
        }
    }

    @Test
    void failedPointsLeaveTheirPlacesToOthers() {
        var verdicts = HALVING.close(1, List.of(
                Report.none(1), Report.none(2), Report.none(3), Report.none(4), Report.of(5, 9), Report.none(6)));
        assertThat(verdicts.get(5).decision()).isEqualTo(Verdict.Decision.GO_ON);
        assertThat(HALVING.close(1, List.of(Report.none(1)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, true, WAIT", "2, true, WAIT", "3, true, GO_ON", "5, true, GO_ON", "1, false, GO_ON", "2, false, GO_ON"})
    void inEagerOrderTheBestGoesOnAsSoonAsEtaHaveReported(int reported, boolean more, Verdict.Decision decision) {
        List<Report> reports = IntStream.rangeClosed(1, reported).mapToObj(i -> Report.of(i, i)).toList();
        assertThat(HALVING.judge(1, reports.getFirst(), reports, more).decision()).isEqualTo(decision);
    }

    @Test
    void inEagerOrderWhatNobodyCanBringOnAnyMoreIsStopped() {
        List<Report> reports = List.of(Report.of(1, 3), Report.of(2, 2), Report.of(3, 1), Report.none(4));
        assertThat(HALVING.judge(1, reports.getFirst(), reports, true).decision()).isEqualTo(Verdict.Decision.WAIT);
        Verdict verdict = HALVING.judge(1, reports.getFirst(), reports, false);
        assertThat(verdict.decision()).isEqualTo(Verdict.Decision.STOP);
        assertThat(verdict.numbers()).isEqualTo(tree("{'point': 1, 'rung': 1, 'value': 3.0, 'rank': 3, 'reported': 3, 'places': 1}"));
        assertThatThrownBy(() -> HALVING.judge(1, Report.of(9, 1), reports, true)).hasMessageContaining("point 9 is not among");
    }

    @Test
    void aPointWorseThanTheMedianOfOthersIsStopped() {
        var median = new Pruning.Median(new Rungs.Labels(Rungs.Quality.MIOU, List.of(new Rungs.Stage("fuse-regions", 1))), 3);
        List<Report> others = List.of(Report.of(1, 0.2), Report.of(2, 0.4), Report.of(3, 0.3), Report.none(4), Report.of(5, 0.9));
        assertThat(median.judge(1, Report.of(5, 0.29), others).reason())
                .isEqualTo("Stopped: worse than the median of 3 others, 0.3, by miou of fuse-regions's labels.");
        assertThat(median.judge(1, Report.of(5, 0.3), others).decision()).isEqualTo(Verdict.Decision.GO_ON);
        assertThat(median.judge(1, Report.of(5, 0.1), others.subList(0, 2)).decision()).as("within the warm-up")
                .isEqualTo(Verdict.Decision.GO_ON);
        assertThat(median.judge(1, Report.of(5, 0.1), others).numbers())
                .isEqualTo(tree("{'point': 5, 'rung': 1, 'value': 0.1, 'others': 3, 'median': 0.3}"));
    }

    @Test
    void aValueThatIsNotFiniteIsWorseThanAnyMedian() {
        var median = new Pruning.Median(STEPS, 1);
        assertThat(median.judge(1, Report.of(2, Double.NaN), List.of(Report.of(1, 5))).decision()).isEqualTo(Verdict.Decision.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'asha': {'stage': 'train-segmenter', 'metric': 'loss', 'goal': 'minimize', 'rungs': [50, 100], 'eta': 3, 'cohort': 6}}",
        "{'asha': {'quality': 'miou', 'rungs': ['fuse-regions', {'stage': 'mine-regions', 'round': 2}], 'eta': 2, 'cohort': 4}}",
        "{'median': {'stage': 'train-classifier', 'round': 2, 'metric': 'loss', 'goal': 'minimize', 'rungs': [5], 'warmup': 3}}"
    })
    void prunersAreReadFromWhatTheyAreWrittenAs(String text) {
        Pruning pruning = Pruning.of(tree(text));
        assertThat(pruning.tree()).isEqualTo(tree(text));
        assertThat(Json.read(Json.write(pruning), Pruning.class)).isEqualTo(pruning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {}                                                                                          | -             | must be one pruner
            {'ash': {}}                                                                                 | -             | there is no pruner ash; did you mean asha?
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize'}}                                 | asha          | rungs is missing
            {'asha': {'metric': 'm', 'goal': 'minimize', 'rungs': [1]}}                                 | asha          | stage is missing
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimise', 'rungs': [1]}}                   | asha.goal     | there is no minimise; did you mean minimize?
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': []}}                    | asha.rungs    | need at least one
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [0, 1]}}                | asha.rungs    | each above the one before it, not [0, 1]
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [2, 2]}}                | asha.rungs    | each above the one before it, not [2, 2]
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [5000000000]}}          | asha.rungs    | is too large
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [1], 'eta': 1}}         | asha.eta      | must be at least 2, not 1
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [1], 'cohort': 1}}      | asha.cohort   | must be at least 2, not 1
            {'asha': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [1], 'warmup': 1}}      | asha.warmup   | unknown key
            {'asha': {'quality': 'iou', 'rungs': ['a']}}                                                | asha.quality  | there is no iou; did you mean miou?
            {'asha': {'quality': 'miou', 'metric': 'm', 'rungs': ['a']}}                                | asha.metric   | goes with steps of a training
            {'asha': {'quality': 'miou', 'rungs': ['a', 'a']}}                                          | asha.rungs    | name a stage twice: [a, a]
            {'asha': {'quality': 'miou', 'rungs': [{'stage': 'a', 'round': 0}]}}                        | asha.rungs    | a round is at least 1, not 0
            {'median': {'stage': 's', 'metric': 'm', 'goal': 'minimize', 'rungs': [1], 'warmup': 0}}    | median.warmup | must be at least 1, not 0
            """)
    void whatIsNoPrunerIsRefusedWhereItIsWrong(String tree, String path, String reason) {
        assertThatThrownBy(() -> Pruning.of(tree(tree))).isInstanceOfSatisfying(SearchException.class, e -> {
            assertThat(e.path()).isEqualTo(path == null ? "" : path);
            assertThat(e.reason()).contains(reason);
        });
    }
}
