package dev.seedbed.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteeredCampaignTest {

    private static final Path HISTORIES = Path.of("src/test/resources/dev/seedbed/campaign/histories");
    private static final String HISTORY = "v2-steered-campaign-1.json";

    private final FakeCourse course = new FakeCourse();
    private TestWorkflowEnvironment temporal;

    @BeforeEach
    void start() {
        temporal = TestWorkflowEnvironment.newInstance();
        var options = WorkerOptions.newBuilder().setMaxHeartbeatThrottleInterval(Duration.ofMillis(100)).build();
        var control = temporal.newWorker(TaskQueues.CONTROL, options);
        control.registerWorkflowImplementationTypes(SteeredCampaign.class);
        control.registerActivitiesImplementations(course);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    private SteeredCampaignWorkflow submit() {
        var options =
                WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CONTROL).setWorkflowId(CampaignWorkflow.id(1)).build();
        SteeredCampaignWorkflow campaign = temporal.getWorkflowClient().newWorkflowStub(SteeredCampaignWorkflow.class, options);
        WorkflowClient.start(campaign::run, 1L);
        return campaign;
    }

    private static Ending result(SteeredCampaignWorkflow campaign) {
        return WorkflowStub.fromTyped(campaign).getResult(Ending.class);
    }

    private static Deed deed(Action action) {
        return new Deed(UUID.randomUUID(), "user", Optional.of("why not"), action);
    }

    @Test
    void newsAdvancesTheCampaignToItsEnd() {
        assertThat(result(submit())).isEqualTo(Ending.DONE);
        assertThat(course.openings).startsWith(true).filteredOn(opening -> opening).hasSize(1);
        assertThat(course.advances).hasValue(1 + course.most);
    }

    @Test
    void anActionIsAppliedOnceAndTheCampaignAdvancesAtOnce() throws InterruptedException {
        course.quiet = true;
        SteeredCampaignWorkflow campaign = submit();
        Deed resume = deed(new Action.Resume());
        assertThat(campaign.steer(resume)).isEqualTo(new Answer(true, "done"));
        assertThat(campaign.steer(resume)).isEqualTo(new Answer(true, "done"));
        assertThat(course.deeds).containsExactly(resume);
        while (course.advances.get() < 2) {
            Thread.sleep(10);
        }
        course.quiet = false;
        assertThat(result(campaign)).isEqualTo(Ending.DONE);
    }

    @Test
    void aRefusedActionIsAnAnswerAndLeavesTheCampaignAsItIs() {
        course.quiet = true;
        SteeredCampaignWorkflow campaign = submit();
        assertThat(campaign.steer(deed(new Action.Pause()))).isEqualTo(new Answer(false, "paused already"));
        course.quiet = false;
        assertThat(result(campaign)).isEqualTo(Ending.DONE);
    }

    @Test
    void cancellingItsWorkflowIsAnActionLikeAnyOther() {
        course.quiet = true;
        SteeredCampaignWorkflow campaign = submit();
        campaign.steer(deed(new Action.Resume()));
        WorkflowStub.fromTyped(campaign).cancel();
        assertThatThrownBy(() -> result(campaign)).hasRootCauseInstanceOf(CanceledFailure.class);
        assertThat(course.deeds.getLast().action()).isEqualTo(new Action.Cancel(OptionalInt.empty()));
    }

    @Test
    void itContinuesAsNewAndLosesNeitherNewsNorActions() {
        course.most = 400;
        SteeredCampaignWorkflow campaign = submit();
        int steered = 0;
        while (course.news.get() < course.most - 50) {
            SteeredCampaignWorkflow latest =
                    temporal.getWorkflowClient().newWorkflowStub(SteeredCampaignWorkflow.class, CampaignWorkflow.id(1));
            latest.steer(deed(new Action.Resume()));
            steered++;
        }
        assertThat(result(campaign)).isEqualTo(Ending.DONE);
        assertThat(course.deeds).hasSize(steered).doesNotHaveDuplicates();
        var last = temporal.getWorkflowClient().fetchHistory(CampaignWorkflow.id(1));
        assertThat(last.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId()).isNotEmpty();
        assertThat(last.getEvents()).hasSizeLessThan(1_500);
    }

    /** What somebody might do without thinking of campaigns that are under way. */
    public static final class CarelesslyChanged implements SteeredCampaignWorkflow {

        private final SteeredCampaign before;

        /** @param campaignId as of the workflow */
        @WorkflowInit
        public CarelesslyChanged(long campaignId) {
            before = new SteeredCampaign(campaignId);
        }

        @Override
        public Ending run(long campaignId) {
            Workflow.sleep(Duration.ofSeconds(1));
            return before.run(campaignId);
        }

        @Override
        public Answer steer(Deed deed) {
            return before.steer(deed);
        }
    }

    @Test
    void aChangeWithoutAVersionIsCaughtByTheStoredHistory() throws IOException {
        var history = WorkflowExecutionHistory.fromJson(Files.readString(HISTORIES.resolve(HISTORY)));
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, CarelesslyChanged.class))
                .hasStackTraceContaining("[TMPRL1100]");
    }

    /** Writes a history of the present workflow beside the stored ones; run it by hand with {@code -Dseedbed.histories=NAME}. */
    @Test
    @org.junit.jupiter.api.condition.EnabledIfSystemProperty(named = "seedbed.histories", matches = "[a-z0-9-]+")
    void storesHistories() throws IOException {
        course.quiet = true;
        SteeredCampaignWorkflow campaign = submit();
        campaign.steer(deed(new Action.Resume()));
        campaign.steer(deed(new Action.Pause()));
        course.quiet = false;
        result(campaign);
        String id = CampaignWorkflow.id(1);
        Files.writeString(
                HISTORIES.resolve(System.getProperty("seedbed.histories") + "-steered-" + id + ".json"),
                temporal.getWorkflowClient().fetchHistory(id).toJson(true) + "\n");
    }
}
