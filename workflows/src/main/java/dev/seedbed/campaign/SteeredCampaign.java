package dev.seedbed.campaign;

import dev.seedbed.stage.Policies;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A campaign's workflow: advances the campaign, waits for news, advances it again. What it knows is in the database, and trials are
 * workflows of their own, so it continues as new whenever its history has grown.
 */
public final class SteeredCampaign implements SteeredCampaignWorkflow {

    /** Far below the server's limits; a short history is quick to replay. */
    private static final int EVENTS = 1_000;

    private final CampaignActivities bookkeeping =
            Workflow.newLocalActivityStub(CampaignActivities.class, Policies.bookkeeping());
    private final CampaignActivities waiting = Workflow.newActivityStub(CampaignActivities.class, Policies.waiting());
    private final long campaignId;
    private boolean steered;

    /** @param campaignId its row */
    @WorkflowInit
    public SteeredCampaign(long campaignId) {
        this.campaignId = campaignId;
    }

    @Override
    public Ending run(long campaignId) {
        boolean opening = Workflow.getInfo().getContinuedExecutionRunId().isEmpty();
        try {
            return course(opening);
        } catch (CanceledFailure e) {
            var cancel = new Deed(Workflow.randomUUID(), "temporal", Optional.empty(), new Action.Cancel(OptionalInt.empty()));
            var ending = new Ending[1];
            Workflow.newDetachedCancellationScope(() -> {
                bookkeeping.steer(campaignId, cancel);
                ending[0] = course(false);
            }).run();
            return ending[0];
        }
    }

    private Ending course(boolean opening) {
        Step step = advance(opening);
        Promise<Void> news = Workflow.newPromise(null);
        while (step.ending().isEmpty()) {
            if (news.isCompleted()) {
                news.get();
                news = Async.procedure(waiting::awaitNews, campaignId, step.running());
            }
            Promise<Void> next = news;
            Workflow.await(() -> steered || next.isCompleted());
            if (isLong()) {
                Workflow.await(Workflow::isEveryHandlerFinished);
                Workflow.continueAsNew(campaignId);
            }
            step = advance(false);
        }
        return step.ending().get();
    }

    private static boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested() || Workflow.getInfo().getHistoryLength() > EVENTS;
    }

    /** An action that came meanwhile may have changed what there is to do, so it is asked again. */
    private Step advance(boolean opening) {
        boolean first = opening;
        while (true) {
            steered = false;
            Step step = bookkeeping.advance(campaignId, first);
            first = false;
            if (step.ending().isPresent()) {
                Workflow.await(Workflow::isEveryHandlerFinished);
            }
            if (!steered) {
                return step;
            }
        }
    }

    @Override
    public Answer steer(Deed deed) {
        Answer answer = bookkeeping.steer(campaignId, deed);
        steered = true;
        return answer;
    }
}
