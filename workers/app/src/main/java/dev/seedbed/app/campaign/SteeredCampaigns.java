package dev.seedbed.app.campaign;

import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.campaign.Deed;
import dev.seedbed.campaign.SteeredCampaignWorkflow;
import dev.seedbed.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The workflows of campaigns, as their users reach them. */
public record SteeredCampaigns(WorkflowClient temporal) {

    /** A workflow task that is given up, as when it would continue as new and something new arrives, gives its updates back as a failed precondition. */
    private static final Set<Status.Code> RETRIED = EnumSet.of(
            Status.Code.FAILED_PRECONDITION, Status.Code.ABORTED, Status.Code.NOT_FOUND, Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * Takes an action on a campaign. Its workflow is started where there is none, so that the answer always is the campaign's own, also
     * when it has ended. A workflow that is just continuing as new, or a server that is away, is told again.
     */
    public Answer steer(long campaignId, Deed deed) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return tell(campaignId, deed);
            } catch (WorkflowServiceException e) {
                if (!mayPass(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private Answer tell(long campaignId, Deed deed) {
        SteeredCampaignWorkflow workflow = stub(temporal, campaignId);
        UpdateOptions<Answer> options = UpdateOptions.newBuilder(Answer.class)
                .setUpdateId(deed.id().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        return WorkflowClient.executeUpdateWithStart(
                workflow::steer, deed, options, new WithStartWorkflowOperation<>(workflow::run, campaignId));
    }

    private static boolean mayPass(WorkflowServiceException failure) {
        return failure.getCause() instanceof StatusRuntimeException status
                && RETRIED.contains(status.getStatus().getCode());
    }

    private static void pause(WorkflowServiceException why) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }

    static SteeredCampaignWorkflow stub(WorkflowClient temporal, long campaignId) {
        return temporal.newWorkflowStub(SteeredCampaignWorkflow.class, options(campaignId));
    }

    static WorkflowOptions options(long campaignId) {
        return WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowId(CampaignWorkflow.id(campaignId))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
    }
}
