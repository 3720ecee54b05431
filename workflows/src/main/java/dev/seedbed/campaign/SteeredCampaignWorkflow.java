package dev.seedbed.campaign;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A campaign that can be steered while it runs. Its id is {@link CampaignWorkflow#id}. */
@WorkflowInterface
public interface SteeredCampaignWorkflow {

    /** Runs what is left of the campaign to its end, which is also recorded. A campaign that has ended stays so. */
    @WorkflowMethod(name = "steered-campaign")
    Ending run(long campaignId);

    /** Applies an action, or refuses it with the reason; told twice it is applied once. */
    @UpdateMethod(name = "steer")
    Answer steer(Deed deed);
}
