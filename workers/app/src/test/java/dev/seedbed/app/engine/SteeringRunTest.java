package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.campaign.SteeredCampaigns;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.Budget;
import dev.seedbed.campaign.Deed;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.HistoryRow;
import dev.seedbed.tracking.campaign.HistoryStore;
import dev.seedbed.tracking.campaign.PointRow;
import dev.seedbed.tracking.campaign.PointStore;
import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.stage.StageListing;
import dev.seedbed.tracking.stage.StageStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search of drills on a real stack, steered while it runs and killed in between. */
class SteeringRunTest {

    private static final String NAME = "swept";

    private static final String SWEEP =
            """
            campaign: swept
            method: drill
            dataset: scenes
            concurrency: 2
            settings:
              early: {steps: 3, millisPerStep: 5}
              late: {pool: gpu, steps: 100, millisPerStep: 40}
            search:
              space:
                x: {float: [-5, 10]}
                y: {float: [0, 15]}
              points: [{x: 3, y: 2}]
              sampler: {random: {seed: 1}}
              trials: 4
              objectives: [{figure: branin, goal: minimize}]
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTemporal(@TempDir Path empty) {
        KillAnythingTest.needsTemporal(empty);
    }

    @Test
    void aCampaignIsPausedExtendedForkedAndResumedThroughARestartAndItsHistoryTellsTheStory() throws Exception {
        var sweep = new SmallCampaign(StateFolder.at(folder), SWEEP);
        RunningUp up = sweep.start();
        sweep.submit(NAME, Map.of());
        RunningUp.await(() -> sweep.stages(NAME).stream().anyMatch(SteeringRunTest::isOnDevice));
        applied(sweep, new Action.Pause(), "the device is needed");
        RunningUp.await(() -> sweep.stages(NAME).stream().noneMatch(SteeringRunTest::isOnDevice));
        assertThat(trials(sweep)).extracting(TrialRow::state).contains(TrialState.PAUSED);
        refused(sweep, new Action.Pause(), "paused already");
        assertThat(sweep.state(NAME)).isEqualTo(CampaignState.PAUSED);

        up.process().destroyForcibly().waitFor();
        up = sweep.start();
        try {
            assertThat(sweep.state(NAME)).isEqualTo(CampaignState.PAUSED);
            assertThat(trials(sweep)).hasSize(2);
            refused(sweep, new Action.Extend(2, new Budget(OptionalDouble.of(1e-9), OptionalDouble.empty(), OptionalDouble.empty())), "--hours");
            applied(sweep, new Action.Extend(2, Budget.none()), "more");
            applied(sweep, new Action.Fork(1, "4", Map.of("late.steps", Json.tree(5))), "a shorter end");
            theWrongIsRefusedAndChangesNothing(sweep);
            applied(sweep, new Action.Resume(), "");
            RunningUp.await(() -> trials(sweep).stream().anyMatch(trial -> trial.point().equals(Optional.of(5)) && trial.state() == TrialState.RUNNING));
            applied(sweep, new Action.Cancel(OptionalInt.of(number(sweep, 5))), "looks bad");
            sweep.await(NAME, CampaignState.DONE);
            theStoryIsTold(sweep);
            refused(sweep, new Action.Resume(), "done already");
        } finally {
            up.close();
        }
    }

    /** The last stage of a trial; the others take no time. */
    private static boolean isOnDevice(StageListing stage) {
        return stage.ordinal() == 4 && stage.status() == StageStatus.RUNNING;
    }

    private static void theWrongIsRefusedAndChangesNothing(SmallCampaign sweep) throws Exception {
        List<HistoryRow> before = history(sweep);
        refused(sweep, new Action.Fork(1, "4", Map.of("early.steps", Json.tree(5))), "stage 1 (drill) would change");
        refused(sweep, new Action.Fork(1, "train", Map.of("late.steps", Json.tree(5))), "no stage train");
        refused(sweep, new Action.Fork(1, "4", Map.of("late.step", Json.tree(5))), "did you mean steps?");
        refused(sweep, new Action.Fork(1, "4", Map.of("late.steps", Json.tree(-1))), "steps must be");
        refused(sweep, new Action.Cancel(OptionalInt.of(99)), "no trial 99");
        refused(sweep, new Action.AddPoint(Map.of("x", Json.tree(11), "y", Json.tree(2))), "not from -5 to 10");
        refused(sweep, new Action.ChangeSpace(Map.of("z", Json.read("{\"float\": [0, 1]}", JsonNode.class))), "z");
        refused(sweep, new Action.ChangeSpace(Map.of("x", Json.read("{\"float\": [0, 20]}", JsonNode.class))), "cannot be");
        refused(sweep, new Action.Retry(1, Map.of()), "only one that failed");
        assertThat(history(sweep)).isEqualTo(before);
    }

    private static void theStoryIsTold(SmallCampaign sweep) throws Exception {
        assertThat(history(sweep)).extracting(HistoryRow::what)
                .containsSubsequence("take-point", "propose-point", "pause", "extend", "fork", "resume", "propose-point", "cancel")
                .filteredOn("propose-point"::equals)
                .hasSize(5);
        assertThat(history(sweep)).filteredOn(row -> row.what().equals("pause")).singleElement().satisfies(row -> {
            assertThat(row.who()).contains(System.getProperty("user.name"));
            assertThat(row.why()).contains("the device is needed");
        });
        assertThat(points(sweep)).extracting(PointRow::state)
                .containsExactly("MEASURED", "MEASURED", "MEASURED", "MEASURED", "CANCELLED", "MEASURED");
        TrialRow fork = trials(sweep).stream().filter(trial -> trial.parent().isPresent()).findFirst().orElseThrow();
        assertThat(fork.state()).isEqualTo(TrialState.DONE);
        assertThat(fork.stagesReused()).isEqualTo(3);
    }

    private static int number(SmallCampaign sweep, int point) throws Exception {
        return trials(sweep).stream().filter(trial -> trial.point().equals(Optional.of(point))).findFirst().orElseThrow().number();
    }

    private static void applied(SmallCampaign sweep, Action action, String why) throws Exception {
        Deed deed = new Deed(UUID.randomUUID(), System.getProperty("user.name"), Optional.of(why), action);
        Answer answer = steer(sweep, deed);
        assertThat(answer.applied()).as(answer.text()).isTrue();
        assertThat(steer(sweep, deed)).as("told twice").isEqualTo(answer);
    }

    private static void refused(SmallCampaign sweep, Action action, String reason) throws Exception {
        Answer answer = steer(sweep, new Deed(UUID.randomUUID(), "user", Optional.empty(), action));
        assertThat(answer.applied()).isFalse();
        assertThat(answer.text()).contains(reason);
    }

    private static Answer steer(SmallCampaign sweep, Deed deed) throws Exception {
        return sweep.with((facts, temporal) -> {
            long id = new CampaignStore(facts.database()).find(NAME).orElseThrow().id();
            return new SteeredCampaigns(temporal.workflows()).steer(id, deed);
        });
    }

    private static List<TrialRow> trials(SmallCampaign sweep) throws Exception {
        return sweep.with((facts, temporal) -> new TrialStore(facts.database()).list(Optional.of(NAME)));
    }

    private static List<PointRow> points(SmallCampaign sweep) throws Exception {
        return sweep.with((facts, temporal) -> new PointStore(facts.database()).list(NAME));
    }

    private static List<HistoryRow> history(SmallCampaign sweep) throws Exception {
        return sweep.with((facts, temporal) -> new HistoryStore(facts.database()).list(NAME));
    }
}
