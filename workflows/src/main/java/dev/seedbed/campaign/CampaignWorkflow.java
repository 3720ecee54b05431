package dev.seedbed.campaign;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A campaign: its trials, so many at once. */
@WorkflowInterface
public interface CampaignWorkflow {

    /** Runs what is left of the campaign to its end, which is also recorded. */
    @WorkflowMethod(name = "campaign")
    Ending run(CampaignInput input);

    /** The workflow id of a campaign. */
    static String id(long campaignId) {
        return "campaign-" + campaignId;
    }
}
