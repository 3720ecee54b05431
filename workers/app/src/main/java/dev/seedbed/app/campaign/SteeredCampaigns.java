package dev.seedbed.app.campaign;

import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.campaign.Deed;
import dev.seedbed.campaign.SteeredCampaignWorkflow;
import dev.seedbed.stage.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;

/** The workflows of campaigns, as their users reach them. */
public record SteeredCampaigns(WorkflowClient temporal) {

    /**
     * Takes an action on a campaign. Its workflow is started where there is none, so that the answer always is the campaign's own, also
     * when it has ended.
     */
    public Answer steer(long campaignId, Deed deed) {
        SteeredCampaignWorkflow workflow = stub(temporal, campaignId);
        UpdateOptions<Answer> options = UpdateOptions.newBuilder(Answer.class)
                .setUpdateId(deed.id().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        return WorkflowClient.executeUpdateWithStart(
                workflow::steer, deed, options, new WithStartWorkflowOperation<>(workflow::run, campaignId));
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
