package dev.seedbed.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.Pool;
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
        run(1, 1);
        for (String id : List.of(CampaignWorkflow.id(1), TrialWorkflow.id(11), TrialWorkflow.id(12))) {
            Files.writeString(
                    HISTORIES.resolve(name + "-" + id + ".json"), temporal.getWorkflowClient().fetchHistory(id).toJson(true) + "\n");
        }
    }
}
