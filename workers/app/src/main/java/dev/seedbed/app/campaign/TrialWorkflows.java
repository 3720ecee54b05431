package dev.seedbed.app.campaign;

import dev.seedbed.campaign.TrialWorkflow;
import dev.seedbed.stage.TaskQueues;
import dev.seedbed.tracking.campaign.Standing;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The workflows of trials, started and asked to end; either may be told again. */
final class TrialWorkflows implements Course.Trials {

    /** Starting is a round trip to the server; so many are under way at once. */
    private static final int AT_ONCE = 8;

    private final WorkflowClient temporal;
    private final ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("trial-starter-", 0).factory());

    TrialWorkflows(WorkflowClient temporal) {
        this.temporal = temporal;
    }

    @Override
    public void start(List<Long> trialIds, Standing campaign) {
        List<Future<?>> starts = trialIds.stream().<Future<?>>map(id -> starters.submit(() -> start(id, campaign))).toList();
        for (Future<?> start : starts) {
            try {
                start.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the worker is ending", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a trial's workflow cannot be started: " + e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private void start(long trialId, Standing campaign) {
        var options = WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowId(TrialWorkflow.id(trialId))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setPriority(Priority.newBuilder().setPriorityKey(campaign.priority()).setFairnessKey(campaign.team()).build())
                .build();
        WorkflowClient.start(temporal.newWorkflowStub(TrialWorkflow.class, options)::run, trialId);
    }

    @Override
    public void cancel(long trialId) {
        try {
            temporal.newUntypedWorkflowStub(TrialWorkflow.id(trialId)).cancel();
        } catch (WorkflowNotFoundException e) {
            // It has just ended, which its row will say.
        }
    }
}
