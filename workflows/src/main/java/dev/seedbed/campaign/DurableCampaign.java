package dev.seedbed.campaign;

import dev.seedbed.stage.Policies;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** A campaign's workflow: a sliding window of trials. One that fails or is cancelled leaves the others as they are. */
public final class DurableCampaign implements CampaignWorkflow {

    private final ControlActivities bookkeeping =
            Workflow.newLocalActivityStub(ControlActivities.class, Policies.bookkeeping());
    private int running;

    @Override
    public Ending run(CampaignInput input) {
        var trials = new ArrayList<Promise<Ending>>();
        Ending ending;
        try {
            for (long trialId : bookkeeping.openCampaign(input.campaignId())) {
                Workflow.await(() -> running < input.concurrency());
                trials.add(start(trialId));
            }
            ending = worst(trials);
            ending = CancellationScope.current().isCancelRequested() ? Ending.CANCELLED : ending;
        } catch (CanceledFailure e) {
            worst(trials);
            ending = Ending.CANCELLED;
        }
        Ending last = ending;
        Workflow.newDetachedCancellationScope(() -> bookkeeping.closeCampaign(input.campaignId(), last)).run();
        return last;
    }

    private Promise<Ending> start(long trialId) {
        running++;
        var options = ChildWorkflowOptions.newBuilder()
                .setWorkflowId(TrialWorkflow.id(trialId))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                .build();
        return Async.function(Workflow.newChildWorkflowStub(TrialWorkflow.class, options)::run, trialId)
                .handle((ending, failure) -> {
                    running--;
                    return failure == null ? ending : failure.getCause() instanceof CanceledFailure ? Ending.CANCELLED : Ending.FAILED;
                });
    }

    private static Ending worst(List<Promise<Ending>> trials) {
        List<Ending> endings = trials.stream().map(Promise::get).toList();
        return endings.contains(Ending.FAILED)
                ? Ending.FAILED
                : endings.contains(Ending.CANCELLED) ? Ending.CANCELLED : Ending.DONE;
    }
}
