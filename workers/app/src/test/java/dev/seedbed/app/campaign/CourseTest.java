package dev.seedbed.app.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.Budget;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.Deed;
import dev.seedbed.campaign.Ending;
import dev.seedbed.campaign.Step;
import dev.seedbed.json.Json;
import dev.seedbed.method.Outcome;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.DecisionRow;
import dev.seedbed.tracking.campaign.DecisionStore;
import dev.seedbed.tracking.campaign.HistoryStore;
import dev.seedbed.tracking.campaign.PointRow;
import dev.seedbed.tracking.campaign.PointStore;
import dev.seedbed.tracking.campaign.Standing;
import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.campaign.TrialStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of campaigns on a database of their own; trials end as the tests say. */
class CourseTest {

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
              points: [{x: 3, y: 2}]
              sampler: {tpe: {startup: 3, multivariate: true}}
              trials: 10
              objectives: [{figure: branin, goal: minimize}]
            """;

    private static final String VARIANTS =
            """
            campaign: variants
            method: drill
            dataset: scenes
            seeds: [0, 1, 2]
            concurrency: 2
            """;

    @TempDir
    static Path state;

    private static ScenesDatabase scenes;
    private static Facts facts;

    private final List<Long> started = new ArrayList<>();
    private final List<Long> cancelled = new ArrayList<>();
    private final Course course = new Course(facts, new Course.Trials() {
        @Override
        public void start(List<Long> trialIds, Standing campaign) {
            started.addAll(trialIds);
        }

        @Override
        public void cancel(long trialId) {
            cancelled.add(trialId);
        }
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

    private static CampaignRow submit(String text, Map<String, String> changes) {
        return scenes.submit(text, changes);
    }

    private Step advance(CampaignRow campaign) {
        return course.advance(campaign.id(), false);
    }

    private String applied(CampaignRow campaign, Action action) {
        Answer answer = course.steer(campaign.id(), new Deed(UUID.randomUUID(), "user", Optional.empty(), action));
        assertThat(answer.applied()).as(answer.text()).isTrue();
        return answer.text();
    }

    private void refused(CampaignRow campaign, Action action, String reason) {
        int before = new HistoryStore(facts.database()).list(campaign.name()).size();
        Answer answer = course.steer(campaign.id(), new Deed(UUID.randomUUID(), "user", Optional.empty(), action));
        assertThat(answer.applied()).as(answer.text()).isFalse();
        assertThat(answer.text()).contains(reason);
        assertThat(new HistoryStore(facts.database()).list(campaign.name())).hasSize(before);
    }

    private static List<TrialRow> trials(CampaignRow campaign) {
        return new TrialStore(facts.database()).list(Optional.of(campaign.name()));
    }

    private static List<PointRow> points(CampaignRow campaign) {
        return new PointStore(facts.database()).list(campaign.name());
    }

    private static CampaignState state(CampaignRow campaign) {
        return new CampaignStore(facts.database()).find(campaign.name()).orElseThrow().state();
    }

    private List<TrialRow> running(CampaignRow campaign) {
        return trials(campaign).stream().filter(trial -> started.contains(trial.id()) && !trial.state().isFinal()).toList();
    }

    /** What a drill reports, a little otherwise with every seed. */
    private static void done(TrialRow trial) {
        double x = trial.settings().path("x").asDouble();
        double y = trial.settings().path("y").asDouble();
        Outcome outcome = Outcome.none().with("branin", (x - 3) * (x - 3) + (y - 2) * (y - 2) + trial.seed()).with("distance", x);
        end(trial, TrialState.DONE, Optional.of(Json.tree(outcome)));
    }

    private static void end(TrialRow trial, TrialState state, Optional<JsonNode> result) {
        var store = new TrialStore(facts.database());
        store.start(trial.id());
        store.finish(trial.id(), state, result, Optional.empty());
    }

    /** Ends trials one by one, in an order that the seed draws, until the campaign has ended. */
    private Ending run(CampaignRow campaign, long order) {
        var random = new Random(order);
        Step step = advance(campaign);
        while (step.ending().isEmpty()) {
            List<TrialRow> running = running(campaign);
            done(running.get(random.nextInt(running.size())));
            step = advance(campaign);
        }
        return step.ending().get();
    }

    private static List<String> decisions(CampaignRow campaign) {
        return new DecisionStore(facts.database()).list(campaign.name()).stream().map(row -> row.kind() + row.reason() + row.numbers()).toList();
    }

    @Test
    void inStrictOrderTheCourseIsTheSameWhoeverFinishesFirst() {
        CampaignRow one = submit(SWEEP, Map.of());
        CampaignRow other = submit(SWEEP, Map.of());
        assertThat(run(one, 1)).isEqualTo(Ending.DONE);
        assertThat(run(other, 2)).isEqualTo(Ending.DONE);
        assertThat(decisions(one)).isEqualTo(decisions(other)).hasSize(10);
        assertThat(points(one)).isEqualTo(points(other)).allMatch(point -> point.state().equals("MEASURED"));
    }

    @Test
    void inStrictOrderAPointIsProposedFromThoseUpToItsWindow() {
        CampaignRow campaign = submit(SWEEP, Map.of());
        advance(campaign);
        done(running(campaign).get(1));
        done(running(campaign).get(1));
        advance(campaign);
        assertThat(points(campaign)).hasSize(3);
        done(running(campaign).getFirst());
        advance(campaign);
        assertThat(points(campaign)).hasSize(6);
        assertThat(new DecisionStore(facts.database()).list(campaign.name()))
                .extracting(row -> row.numbers().get("upTo").intValue())
                .containsExactly(0, 0, 0, 1, 2, 3);
    }

    @Test
    void inEagerOrderAPointIsProposedAsSoonAsOneHasEndedAndSaysWhatWasKnown() {
        CampaignRow campaign = submit(SWEEP, Map.of("search.order", "eager"));
        advance(campaign);
        done(running(campaign).get(2));
        advance(campaign);
        assertThat(points(campaign)).hasSize(4);
        List<DecisionRow> rows = new DecisionStore(facts.database()).list(campaign.name());
        assertThat(rows).extracting(row -> row.numbers().get("observations").intValue()).containsExactly(0, 0, 0, 1);
    }

    @Test
    void severalSeedsMakeAMeanAndADeviation() {
        CampaignRow campaign = submit(SWEEP, Map.of("seeds", "[0, 2]", "concurrency", "2", "search.trials", "1"));
        advance(campaign);
        running(campaign).forEach(CourseTest::done);
        assertThat(advance(campaign).ending()).contains(Ending.DONE);
        PointRow point = points(campaign).getFirst();
        assertThat(point.objectives()).containsExactly(1.0);
        assertThat(point.deviations().getFirst()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(point.trials()).containsExactly(1, 2);
    }

    @Test
    void severalObjectivesMakeAFront() {
        CampaignRow campaign = submit(SWEEP, Map.of(
                "search.objectives", "[{figure: branin, goal: minimize}, {figure: distance, goal: minimize}]", "search.sampler", "{random: {}}"));
        run(campaign, 1);
        List<TriedPoint> tried = TriedPoint.list(facts.database(), campaign.name());
        assertThat(tried).filteredOn(TriedPoint::best).isNotEmpty().allSatisfy(best -> assertThat(tried)
                .noneMatch(point -> point.objectives().get(0) < best.objectives().get(0) && point.objectives().get(1) < best.objectives().get(1)));
        assertThat(tried.getFirst().best()).as("the lowest of the first objective").isTrue();
    }

    @Test
    void aPoisonedPointBlocksNobodyAndItsCampaignIsRepairedByARetry() {
        CampaignRow campaign = submit(SWEEP, Map.of("search.trials", "4"));
        advance(campaign);
        end(running(campaign).getFirst(), TrialState.FAILED, Optional.empty());
        assertThat(run(campaign, 1)).isEqualTo(Ending.FAILED);
        refused(campaign, new Action.Extend(1, Budget.none()), "failed already; retry a trial");
        refused(campaign, new Action.Retry(1, Map.of("x", Json.tree(1))), "is what the search varies");
        refused(campaign, new Action.Retry(2, Map.of()), "trial 2 is done");
        applied(campaign, new Action.Retry(1, Map.of("late.steps", Json.tree(2))));
        assertThat(run(campaign, 1)).isEqualTo(Ending.DONE);
        assertThat(points(campaign)).allMatch(point -> point.state().equals("MEASURED"));
    }

    @Test
    void aReachedTargetClosesTheSearchAndWhatRunsComesToItsEnd() {
        CampaignRow campaign = submit(SWEEP, Map.of("budget.target", "0.5"));
        advance(campaign);
        done(running(campaign).getFirst());
        advance(campaign);
        assertThat(points(campaign)).hasSize(3);
        assertThat(decisions(campaign).getLast()).contains("its target of 0.5 for branin is reached");
        refused(campaign, new Action.Extend(5, Budget.none()), "raise it in the same breath");
        refused(campaign, new Action.AddPoint(Map.of("x", Json.tree(1), "y", Json.tree(1))), "closed to new trials");
        running(campaign).forEach(CourseTest::done);
        assertThat(advance(campaign).ending()).contains(Ending.DONE);
        assertThat(cancelled).isEmpty();
    }

    @Test
    void aRaisedBudgetOpensItAgain() {
        CampaignRow campaign = submit(SWEEP, Map.of("budget.target", "0.5"));
        advance(campaign);
        done(running(campaign).getFirst());
        advance(campaign);
        applied(campaign, new Action.Extend(2, new Budget(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(-1))));
        assertThat(run(campaign, 1)).isEqualTo(Ending.DONE);
        assertThat(points(campaign)).hasSize(12);
    }

    @Test
    void usedUpHoursStopWhatRunsAndDoNotRunInAPause() {
        CampaignRow campaign = submit(VARIANTS, Map.of("budget.hours", "1"));
        advance(campaign);
        applied(campaign, new Action.Pause());
        shift(campaign, "started_at", 3);
        shift(campaign, "paused_at", 3);
        assertThat(state(campaign)).isEqualTo(CampaignState.PAUSED);
        applied(campaign, new Action.Resume());
        advance(campaign);
        assertThat(cancelled).isEmpty();
        shift(campaign, "started_at", 2);
        advance(campaign);
        assertThat(cancelled).hasSize(2);
        assertThat(trials(campaign).getLast().state()).isEqualTo(TrialState.CANCELLED);
        running(campaign).forEach(trial -> end(trial, TrialState.CANCELLED, Optional.empty()));
        assertThat(advance(campaign).ending()).contains(Ending.DONE);
    }

    private static void shift(CampaignRow campaign, String column, int hours) {
        facts.database().with(handle -> handle.createUpdate("UPDATE campaign SET <column> = <column> - make_interval(hours => :hours) WHERE id = :id")
                .define("column", column)
                .bind("hours", hours)
                .bind("id", campaign.id())
                .execute());
    }

    @Test
    void aPausedCampaignBeginsNothing() {
        CampaignRow campaign = submit(VARIANTS, Map.of());
        advance(campaign);
        applied(campaign, new Action.Pause());
        running(campaign).forEach(CourseTest::done);
        assertThat(advance(campaign).ending()).isEmpty();
        assertThat(started).hasSize(2);
        applied(campaign, new Action.Resume());
        advance(campaign);
        assertThat(started).hasSize(3);
    }

    @Test
    void aCancelledCampaignEndsWhenItsTrialsHaveAndGoesOnWhenItIsSubmittedAgain() {
        var file = CampaignFile.read("test.yaml", VARIANTS, Map.of());
        CampaignRow campaign = submit(VARIANTS, Map.of());
        advance(campaign);
        applied(campaign, new Action.Cancel(OptionalInt.empty()));
        refused(campaign, new Action.Cancel(OptionalInt.empty()), "being cancelled already");
        assertThat(advance(campaign).ending()).isEmpty();
        assertThat(cancelled).hasSize(2);
        running(campaign).forEach(trial -> end(trial, TrialState.CANCELLED, Optional.empty()));
        assertThat(advance(campaign).ending()).contains(Ending.CANCELLED);
        refused(campaign, new Action.Pause(), "submit its file again");
        started.clear();
        new Submission(facts, null).recorded(file, VARIANTS, Optional.of(campaign.name()));
        assertThat(run(campaign, 1)).isEqualTo(Ending.DONE);
    }

    @Test
    void whatWasStartedIsToldAgainWhenTheWorkflowBeginsAnew() {
        CampaignRow campaign = submit(VARIANTS, Map.of());
        advance(campaign);
        advance(campaign);
        assertThat(started).hasSize(2);
        course.advance(campaign.id(), true);
        assertThat(started).hasSize(4);
    }

    @Test
    void aNarrowedSpaceHoldsForTheNextProposalsAndGivenPointsStay() {
        CampaignRow campaign = submit(SWEEP, Map.of());
        advance(campaign);
        applied(campaign, new Action.AddPoint(Map.of("x", Json.tree(9), "y", Json.tree(9))));
        applied(campaign, new Action.ChangeSpace(Map.of("x", Json.read("{\"float\": [0, 1]}", JsonNode.class))));
        refused(campaign, new Action.AddPoint(Map.of("x", Json.tree(9), "y", Json.tree(9))), "not from 0 to 1");
        refused(campaign, new Action.ChangeSpace(Map.of("x", Json.read("{\"float\": [1, 0]}", JsonNode.class))), "from the lower to the higher");
        run(campaign, 1);
        assertThat(points(campaign)).hasSize(11);
        assertThat(points(campaign).get(3).settings().get("x").intValue()).isEqualTo(9);
        assertThat(points(campaign).subList(4, 11)).allMatch(point -> point.settings().get("x").doubleValue() <= 1);
    }

    @Test
    void otherTermsInTheFileAreNamedWithTheCommandThatSetsThem() {
        CampaignRow campaign = submit(SWEEP, Map.of());
        var changed = CampaignFile.read("test.yaml", SWEEP, Map.of("concurrency", "4", "priority", "1", "search.trials", "20", "budget.hours", "2"));
        CampaignRow again = new Submission(facts, null).recorded(changed, SWEEP, Optional.of(campaign.name()));
        assertThat(again.id()).isEqualTo(campaign.id());
        assertThat(new Submission(facts, null).differences(changed, again))
                .hasSize(4)
                .anyMatch(line -> line.contains("concurrency is 3, not 4") && line.contains("set " + campaign.name() + " --concurrency 4"))
                .anyMatch(line -> line.contains("extend"));
    }

    @Test
    void anObjectiveThatIsNeverReportedAndARungThatIsNeverReachedAreRefused() {
        assertThatThrownBy(() -> submit(SWEEP, Map.of("search.objectives", "[{figure: brannin, goal: minimize}]")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no trial would report brannin; did you mean branin?");
        String pruner = "{asha: {stage: %s, metric: loss, goal: minimize, rungs: [10], cohort: 3%s}}";
        assertThatThrownBy(() -> submit(SWEEP, Map.of("search.pruner", pruner.formatted("dril", ""))))
                .hasMessageContaining("no trial would have a stage dril; did you mean drill?");
        assertThatThrownBy(() -> submit(SWEEP, Map.of("search.pruner", pruner.formatted("drill", ", round: 9"))))
                .hasMessageContaining("4 stages drill, not 9");
    }

    @Test
    void aSmallerConcurrencyThanTheCohortIsRefused() {
        CampaignRow campaign = submit(SWEEP, Map.of(
                "search.pruner", "{asha: {stage: drill, metric: loss, goal: minimize, rungs: [10], cohort: 3, round: 4}}"));
        refused(
                campaign, new Action.Set(OptionalInt.of(2), OptionalInt.empty(), Budget.none(), Optional.empty()), "a cohort of 3 points never meets");
        applied(campaign, new Action.Set(OptionalInt.of(5), OptionalInt.of(1), Budget.none(), Optional.empty()));
        assertThat(new CampaignStore(facts.database()).find(campaign.name()).orElseThrow().priority()).isEqualTo(1);
    }
}
