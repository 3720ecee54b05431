package dev.seedbed.app.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.RungReport;
import dev.seedbed.json.Json;
import dev.seedbed.search.Verdict;
import dev.seedbed.search.Verdict.Decision;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.DecisionStore;
import dev.seedbed.tracking.campaign.PointStore;
import dev.seedbed.tracking.campaign.Standing;
import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.metric.MetricWriter;
import dev.seedbed.tracking.stage.Claim;
import dev.seedbed.tracking.stage.Wanted;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials at rungs, on a database of their own; what they show is what the tests say. */
class RungsTest {

    private static final String SWEEP =
            """
            campaign: sweep
            method: drill
            dataset: scenes
            concurrency: 3
            search:
              space:
                x: {float: [-5, 10]}
                y: {float: [0, 15]}
              sampler: {random: {seed: 1}}
              trials: 4
              objectives: [{figure: branin, goal: minimize}]
              pruner: {asha: {stage: drill, round: 4, metric: loss, goal: minimize, rungs: [10, 20], eta: 3, cohort: 3}}
            """;

    @TempDir
    static Path state;

    private static ScenesDatabase scenes;
    private static Facts facts;

    private final Course course = new Course(facts, new Course.Trials() {
        @Override
        public void start(List<Long> trialIds, Standing campaign) {}

        @Override
        public void cancel(long trialId) {}
    });

    @BeforeAll
    static void open() throws Exception {
        scenes = ScenesDatabase.open(state);
        facts = scenes.facts();
    }

    @AfterAll
    static void close() {
        scenes.close();
    }

    private CampaignRow begun(Map<String, String> changes) {
        CampaignRow campaign = scenes.submit(SWEEP, changes);
        course.advance(campaign.id(), true);
        return campaign;
    }

    private static List<TrialRow> trials(CampaignRow campaign) {
        return new TrialStore(facts.database()).list(Optional.of(campaign.name()));
    }

    private static TrialRow trial(CampaignRow campaign, int number) {
        return trials(campaign).get(number - 1);
    }

    private static StageKey key(TrialRow trial) {
        return new StageKey(Sha256.of("stage of " + trial.id()));
    }

    /** A training that has told its loss at steps 1, 2, …: at the rung of step 10 the value. */
    private static void train(TrialRow trial, int steps, double value) {
        var claim = (Claim.Acquired) facts.stages().claim(
                new Wanted(trial.id(), 4, key(trial), "drill", Pool.GPU, true, Json.tree(Map.of()), "1"), "w", Duration.ofMinutes(1));
        try (MetricWriter writer = MetricWriter.open(facts.database(), claim.lease(), -1)) {
            for (int step = 1; step <= steps; step++) {
                writer.record("loss", step, value + 10 - step);
            }
        }
        facts.stages().release(claim.lease());
    }

    private static Verdict report(TrialRow trial, int rung, double value) {
        if (rung == 1) {
            new TrialStore(facts.database()).start(trial.id());
            train(trial, 20, value);
        }
        return report(trial, rung, new RungReport.Metric("loss", 10 * rung));
    }

    private static Verdict report(TrialRow trial, int rung, RungReport.Shown shown) {
        return new RungJudge(facts).judge(new RungReport(trial.id(), rung, rung, key(trial).hex(), shown));
    }

    private static Decision verdict(TrialRow trial, int rung) {
        return new RungJudge(facts).verdict(trial.id(), rung).decision();
    }

    private void end(TrialRow trial, CampaignRow campaign, TrialState ending) {
        var store = new TrialStore(facts.database());
        store.start(trial.id());
        store.finish(trial.id(), ending, Optional.empty(), Optional.of("a reason"));
        course.advance(campaign.id(), false);
    }

    private static List<String> decisions(CampaignRow campaign) {
        return new DecisionStore(facts.database()).list(campaign.name()).stream()
                .filter(row -> row.trial().isPresent())
                .map(row -> row.trial() + row.kind() + row.reason() + row.numbers())
                .toList();
    }

    @Test
    void aCohortIsJudgedWhenAllHaveReportedTheSameInWhateverOrder() {
        var told = new ArrayList<List<String>>();
        for (List<Integer> order : List.of(List.of(1, 2, 3), List.of(3, 1, 2))) {
            CampaignRow campaign = begun(Map.of());
            List<Decision> first = order.stream().map(number -> report(trial(campaign, number), 1, 10.0 * number).decision()).toList();
            assertThat(first.subList(0, 2)).containsOnly(Decision.WAIT);
            assertThat(verdict(trial(campaign, 1), 1)).isEqualTo(Decision.GO_ON);
            assertThat(verdict(trial(campaign, 2), 1)).isEqualTo(Decision.STOP);
            assertThat(verdict(trial(campaign, 3), 1)).isEqualTo(Decision.STOP);
            told.add(decisions(campaign));
        }
        assertThat(told.get(0)).isEqualTo(told.get(1)).hasSize(3).allMatch(decision -> decision.contains("\"cohort\":3"));
    }

    @Test
    void oneThatEndsOtherwiseReleasesTheOthersAndIsCountedAmongThem() {
        CampaignRow campaign = begun(Map.of());
        assertThat(report(trial(campaign, 2), 1, 5).decision()).isEqualTo(Decision.WAIT);
        assertThat(report(trial(campaign, 3), 1, 7).decision()).isEqualTo(Decision.WAIT);
        end(trial(campaign, 1), campaign, TrialState.FAILED);
        assertThat(verdict(trial(campaign, 2), 1)).isEqualTo(Decision.GO_ON);
        assertThat(verdict(trial(campaign, 3), 1)).isEqualTo(Decision.STOP);
        assertThat(report(trial(campaign, 2), 2, 5).decision()).as("the one that failed and the one to be pruned may yet").isEqualTo(Decision.WAIT);
        end(trial(campaign, 3), campaign, TrialState.PRUNED);
        assertThat(verdict(trial(campaign, 2), 2)).isEqualTo(Decision.GO_ON);
    }

    @Test
    void theLastCohortMayBeSmallerAndAPrunedPointIsObservedWithWhatItShowed() {
        CampaignRow campaign = begun(Map.of());
        for (int number = 1; number <= 3; number++) {
            report(trial(campaign, number), 1, number);
        }
        end(trial(campaign, 2), campaign, TrialState.PRUNED);
        end(trial(campaign, 3), campaign, TrialState.PRUNED);
        end(trial(campaign, 1), campaign, TrialState.CANCELLED);
        assertThat(trials(campaign)).hasSize(4);
        assertThat(report(trial(campaign, 4), 1, 100).decision()).isEqualTo(Decision.GO_ON);
        assertThat(new PointStore(facts.database()).list(campaign.name())).extracting(point -> point.state())
                .startsWith("CANCELLED", "PRUNED", "PRUNED");
    }

    @Test
    void toldTwiceItIsBookedOnceAndWithOtherSettingsJudgedAnew() {
        CampaignRow campaign = begun(Map.of());
        for (int number = 1; number <= 3; number++) {
            report(trial(campaign, number), 1, number);
        }
        List<String> before = decisions(campaign);
        assertThat(report(trial(campaign, 1), 1, new RungReport.Metric("loss", 10)).decision()).isEqualTo(Decision.GO_ON);
        assertThat(decisions(campaign)).isEqualTo(before);
        assertThat(report(trial(campaign, 1), 1, new RungReport.Quality(50)).decision()).isEqualTo(Decision.STOP);
    }

    @Test
    void inEagerOrderOneInThreeGoesOnAndWhoWaitsKeepsNobodyFromBeingTried() {
        CampaignRow campaign = begun(Map.of("search.order", "eager", "search.trials", "6"));
        for (int number = 1; number <= 2; number++) {
            assertThat(report(trial(campaign, number), 1, number).decision()).isEqualTo(Decision.WAIT);
        }
        course.advance(campaign.id(), false);
        assertThat(trials(campaign)).as("two more beside the two that wait").hasSize(5);
        assertThat(report(trial(campaign, 3), 1, 3).decision()).isEqualTo(Decision.WAIT);
        assertThat(verdict(trial(campaign, 1), 1)).as("promoted by a later report").isEqualTo(Decision.GO_ON);
        end(trial(campaign, 1), campaign, TrialState.DONE);
        course.advance(campaign.id(), false);
        for (int number = 4; number <= 6; number++) {
            report(trial(campaign, number), 1, number);
        }
        assertThat(verdict(trial(campaign, 2), 1)).isEqualTo(Decision.GO_ON);
        assertThat(trials(campaign).stream().skip(2).map(trial -> verdict(trial, 1))).as("none is to come").containsOnly(Decision.STOP);
    }

    @Test
    void theMedianIsOfThePointsThatTheProposalKnew() {
        CampaignRow campaign = begun(Map.of(
                "search.pruner", "{median: {stage: drill, round: 4, metric: loss, goal: minimize, rungs: [10], warmup: 1}}"));
        assertThat(report(trial(campaign, 1), 1, 5).decision()).isEqualTo(Decision.GO_ON);
        assertThat(report(trial(campaign, 2), 1, 50).decision()).as("the first is none that its proposal knew").isEqualTo(Decision.GO_ON);
        end(trial(campaign, 1), campaign, TrialState.DONE);
        assertThat(report(trial(campaign, 4), 1, 6).decision()).as("worse than the first point").isEqualTo(Decision.STOP);
        assertThat(decisions(campaign).getLast()).contains("\"median\":5.0");
    }

    @Test
    void seedsAreJudgedApart() {
        CampaignRow campaign = begun(Map.of("seeds", "[0, 1]", "concurrency", "6"));
        List<TrialRow> first = trials(campaign).stream().filter(trial -> trial.seed() == 0).toList();
        first.forEach(trial -> report(trial, 1, trial.number()));
        assertThat(first.stream().collect(Collectors.groupingBy(trial -> verdict(trial, 1), Collectors.counting())))
                .containsEntry(Decision.GO_ON, 1L)
                .containsEntry(Decision.STOP, 2L);
    }

    @Test
    void aShorterTrainingIsJudgedByItsLastStepAndAnUnknownMetricIsNamed() {
        CampaignRow campaign = begun(Map.of("search.trials", "1", "search.pruner.asha.cohort", "2"));
        TrialRow trial = trial(campaign, 1);
        new TrialStore(facts.database()).start(trial.id());
        train(trial, 4, 5);
        assertThatThrownBy(() -> report(trial, 1, new RungReport.Metric("los", 10)))
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining("los at step 10")
                .hasMessageContaining("did you mean loss?");
        assertThat(report(trial, 1, new RungReport.Metric("loss", 10)).decision()).isEqualTo(Decision.GO_ON);
        assertThat(decisions(campaign).getFirst()).contains("\"value\":11.0");
    }
}
