package dev.seedbed.campaign;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One trial: a method, run over durable stages. */
@WorkflowInterface
public interface TrialWorkflow {

    /** Runs the trial to its end, which is also recorded; a failed or cancelled trial is an ending, not an exception. */
    @WorkflowMethod(name = "trial")
    Ending run(long trialId);

    /** The workflow id of a trial. */
    static String id(long trialId) {
        return "trial-" + trialId;
    }
}
