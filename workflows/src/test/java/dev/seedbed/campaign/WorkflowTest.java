package dev.seedbed.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.search.Pruning;
import dev.seedbed.search.Verdict;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.TaskQueues;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainSegmenter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowTest {

    private static final Path HISTORIES = Path.of("src/test/resources/dev/seedbed/campaign/histories");

    private final FakeRows rows = new FakeRows();
    private TestWorkflowEnvironment temporal;

    @BeforeEach
    void start() {
        temporal = TestWorkflowEnvironment.newInstance();
        var control = temporal.newWorker(TaskQueues.CONTROL);
        control.registerWorkflowImplementationTypes(DurableCampaign.class, SteeredCampaign.class, DurableTrial.class);
        control.registerActivitiesImplementations(rows);
        for (Pool pool : Pool.values()) {
            var options = WorkerOptions.newBuilder().setMaxHeartbeatThrottleInterval(Duration.ofMillis(100)).build();
            temporal.newWorker(TaskQueues.of(pool), options).registerActivitiesImplementations(rows);
        }
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    private Ending run(long campaignId, int concurrency) {
        return WorkflowStub.fromTyped(submit(campaignId, concurrency)).getResult(Ending.class);
    }

    private CampaignWorkflow submit(long campaignId, int concurrency) {
        var options = WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowId(CampaignWorkflow.id(campaignId))
                .build();
        CampaignWorkflow campaign = temporal.getWorkflowClient().newWorkflowStub(CampaignWorkflow.class, options);
        WorkflowClient.start(campaign::run, new CampaignInput(campaignId, concurrency));
        return campaign;
    }

    @Test
    void trialsShareEveryStageUpToTheSettingInWhichTheyDiffer() {
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        assertThat(rows.trials).containsEntry(11L, Ending.DONE).containsEntry(12L, Ending.DONE);
        assertThat(rows.computed).doesNotHaveDuplicates();
        // Four classifiers and three rounds of maps, regions and fusion, one fused set; then each trial's own two segmenters and three predictions.
        assertThat(rows.computed).hasSize(4 + 3 * 3 + 1 + 2 * 5);
    }

    @Test
    void decisionsAreRecordedOncePerTrial() {
        run(1, 2);
        assertThat(rows.decisions).hasSize(8);
        assertThat(rows.decisions.get("11/4").kind()).isEqualTo("stop-erasing");
    }

    @Test
    void whileAnotherAttemptIsAtWorkTheTrialWaitsAndAsksAgain() {
        rows.busyOnce.add(MineRegions.KIND);
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        assertThat(rows.awaited).hasSize(1);
    }

    @Test
    void aDeferredTrialWaitsForItsTurnAndFindsWhatOthersComputedMeanwhile() {
        rows.deferredOnce.addAll(List.of(MineRegions.KIND, TrainSegmenter.KIND));
        assertThat(run(1, 2)).isEqualTo(Ending.DONE);
        assertThat(rows.turns).hasSize(2);
        assertThat(rows.trials).containsEntry(11L, Ending.DONE).containsEntry(12L, Ending.DONE);
    }

    @Test
    void aFailedTrialSaysWhyAndLeavesTheOthersAlone() {
        rows.failing.add(TrainSegmenter.KIND);
        assertThat(run(1, 2)).isEqualTo(Ending.FAILED);
        assertThat(rows.trials).containsEntry(11L, Ending.FAILED).containsEntry(12L, Ending.FAILED);
        assertThat(rows.errors).containsEntry(11L, "image x is missing");
        assertThat(rows.campaigns).containsEntry(1L, Ending.FAILED);
    }

    private static final Pruning AT_STEPS = Pruning.of(Json.read(
            """
            {"asha": {"stage": "train-segmenter", "metric": "loss", "goal": "minimize", "rungs": [50, 100], "eta": 3, "cohort": 2}}
            """, JsonNode.class));
    private static final Gate GATE =
            new Gate(FuseRegions.KIND, TrainSegmenter.KIND, Optional.empty(), OptionalDouble.of(1), Gate.Otherwise.REFUSE);

    private static TrialCourse course(Optional<Pruning> pruning, Gate... gates) {
        return new TrialCourse(pruning, List.of(gates), OutOfMemory.FAIL);
    }

    @Test
    void atEveryRungATrainingGivesItsDeviceBackAndIsJudged() {
        rows.course = course(Optional.of(AT_STEPS));
        rows.verdicts.put(2, Verdict.Decision.WAIT);
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        List<StageRequest> first = rows.requests.stream()
                .filter(request -> request.trialId() == 11 && request.stage() instanceof TrainSegmenter)
                .toList();
        assertThat(first.subList(0, 3)).extracting(StageRequest::until)
                .containsExactly(OptionalLong.of(50), OptionalLong.of(100), OptionalLong.empty());
        assertThat(first.subList(0, 3)).extracting(StageRequest::ordinal).containsOnly(first.getFirst().ordinal());
        assertThat(first.getLast().until()).as("the second segmenter has no rungs").isEmpty();
        assertThat(rows.reports.stream().filter(report -> report.trialId() == 11)).extracting(RungReport::rung, RungReport::shown).containsExactly(
                tuple(1, new RungReport.Metric("loss", 50)), tuple(2, new RungReport.Metric("loss", 100)));
        assertThat(rows.awaited).containsExactly("verdict 2", "verdict 2");
    }

    @Test
    void whatIsCommittedAlreadyIsJudgedWithoutBeingComputed() {
        run(1, 1);
        rows.requests.clear();
        rows.course = course(Optional.of(AT_STEPS));
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        assertThat(rows.requests).isEmpty();
        assertThat(rows.reports).hasSize(4);
    }

    @Test
    void aTrialThatIsStoppedAtARungEndsAsPrunedWithTheReason() {
        rows.course = course(Optional.of(AT_STEPS));
        rows.verdicts.put(2, Verdict.Decision.STOP);
        assertThat(run(1, 2)).isEqualTo(Ending.DONE);
        assertThat(rows.trials).containsEntry(11L, Ending.PRUNED).containsEntry(12L, Ending.PRUNED);
        assertThat(rows.errors).containsEntry(11L, "others promise more");
        assertThat(rows.requests).noneMatch(request -> request.stage() instanceof TrainSegmenter && request.until().isEmpty());
    }

    @Test
    void labelsAreJudgedRightAfterTheyAreMade() {
        rows.course = course(Optional.of(Pruning.of(Json.read(
                """
                {"median": {"quality": "coverage", "rungs": ["mine-regions", "fuse-regions"], "warmup": 1}}
                """, JsonNode.class))));
        rows.verdicts.put(2, Verdict.Decision.STOP);
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        assertThat(rows.reports.stream().filter(report -> report.trialId() == 11)).extracting(RungReport::shown)
                .containsExactly(new RungReport.Quality(1), new RungReport.Quality(1));
        assertThat(rows.requests).noneMatch(request -> request.stage() instanceof TrainSegmenter);
    }

    @Test
    void labelsPassTheirGateOnceBeforeWhatLearnsFromThem() {
        rows.course = course(Optional.empty(), GATE);
        rows.gate = GateAnswer.Outcome.OPEN;
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        List<GateCheck> first = rows.gates.stream().filter(check -> check.trialId() == 11).toList();
        assertThat(first).hasSize(1);
        StageRequest segmenter = rows.requests.stream().filter(request -> request.stage() instanceof TrainSegmenter).findFirst().orElseThrow();
        assertThat(segmenter.stage().labelInputs()).containsExactly(first.getFirst().labels());
        assertThat(rows.awaited).containsExactly("gate 5", "gate 5");
    }

    @Test
    void refusedLabelsPruneTheTrialAndNoSegmenterIsTrained() {
        rows.course = course(Optional.empty(), GATE);
        rows.gate = GateAnswer.Outcome.REFUSED;
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        assertThat(rows.trials).containsEntry(11L, Ending.PRUNED);
        assertThat(rows.errors).containsEntry(11L, "nobody said anything in time");
        assertThat(rows.requests).noneMatch(request -> request.stage() instanceof TrainSegmenter);
    }

    @Test
    void aBatchThatDoesNotFitIsHalvedOnceWhereTheCourseAllowsIt() {
        rows.exhausting.add(TrainClassifier.KIND);
        rows.course = new TrialCourse(Optional.empty(), List.of(), OutOfMemory.HALVE);
        assertThat(run(1, 1)).isEqualTo(Ending.DONE);
        List<StageRequest> classifiers = rows.requests.stream()
                .filter(request -> request.trialId() == 11 && request.stage() instanceof TrainClassifier)
                .toList();
        assertThat(classifiers.get(0).ordinal()).isEqualTo(classifiers.get(1).ordinal());
        assertThat(classifiers.get(0).key()).isNotEqualTo(classifiers.get(1).key());
        assertThat(((TrainClassifier) classifiers.get(1).stage()).training().parts()).hasValue(2);
        assertThat(rows.decisions.get("11/1").kind()).isEqualTo("halve-batch");
    }

    @Test
    void aBatchThatDoesNotFitFailsTheTrialOtherwise() {
        rows.exhausting.add(TrainClassifier.KIND);
        assertThat(run(1, 1)).isEqualTo(Ending.FAILED);
        assertThat(rows.errors).containsEntry(11L, "out of memory on cuda:0");
    }

    @Test
    void cancellingStopsTheRunningStageAndRecordsIt() throws InterruptedException {
        rows.endless.add(FuseRegions.KIND);
        CampaignWorkflow campaign = submit(1, 1);
        while (rows.computed.size() < 3) {
            Thread.sleep(20);
        }
        WorkflowStub.fromTyped(campaign).cancel();
        assertThatThrownBy(() -> WorkflowStub.fromTyped(campaign).getResult(Ending.class)).hasRootCauseInstanceOf(CanceledFailure.class);
        assertThat(rows.trials).containsEntry(11L, Ending.CANCELLED);
        assertThat(rows.campaigns).containsEntry(1L, Ending.CANCELLED);
    }

    @Test
    void whatWasComputedBeforeIsFoundByALaterCampaign() {
        run(1, 1);
        int before = rows.computed.size();
        rows.failing.add(TrainClassifier.KIND);
        run(1, 1);
        assertThat(rows.computed).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void storedHistoriesReplay(Path history) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(
                WorkflowExecutionHistory.fromJson(Files.readString(history)), DurableCampaign.class, SteeredCampaign.class, DurableTrial.class);
    }

    static Stream<Path> histories() {
        try (Stream<Path> files = Files.list(HISTORIES)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes histories of the present workflows beside the stored ones; run it by hand with {@code -Dseedbed.histories=NAME}. */
    @Test
    @org.junit.jupiter.api.condition.EnabledIfSystemProperty(named = "seedbed.histories", matches = "[a-z0-9-]+")
    void storesHistories() throws IOException {
        String name = System.getProperty("seedbed.histories");
        rows.busyOnce.add(MineRegions.KIND);
        rows.deferredOnce.add(TrainSegmenter.KIND);
        rows.exhausting.add(TrainClassifier.KIND);
        rows.verdicts.put(1, Verdict.Decision.WAIT);
        rows.gate = GateAnswer.Outcome.OPEN;
        rows.course = new TrialCourse(Optional.of(AT_STEPS), List.of(GATE), OutOfMemory.HALVE);
        run(1, 1);
        for (String id : List.of(CampaignWorkflow.id(1), TrialWorkflow.id(11), TrialWorkflow.id(12))) {
            Files.writeString(
                    HISTORIES.resolve(name + "-" + id + ".json"), temporal.getWorkflowClient().fetchHistory(id).toJson(true) + "\n");
        }
    }
}
