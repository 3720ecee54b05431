package dev.seedbed.campaign;

import dev.seedbed.json.Json;
import dev.seedbed.method.Method;
import dev.seedbed.method.Methods;
import dev.seedbed.method.Outcome;
import dev.seedbed.method.Trial;
import dev.seedbed.stage.Policies;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;

/**
 * A trial's workflow: opens its row, runs its method, closes its row. A failed stage or an unfit argument ends the trial; any other
 * exception is a fault of the program, which stops the workflow's task until a mended program goes on with it.
 */
public final class DurableTrial implements TrialWorkflow {

    private final ControlActivities bookkeeping =
            Workflow.newLocalActivityStub(ControlActivities.class, Policies.bookkeeping());

    @Override
    public Ending run(long trialId) {
        try {
            TrialInput trial = bookkeeping.openTrial(trialId);
            Outcome outcome = run(Methods.named(trial.method()), trial);
            bookkeeping.closeTrial(trialId, Ending.DONE, outcome, "");
            return Ending.DONE;
        } catch (TrialPruned pruned) {
            bookkeeping.closeTrial(trialId, Ending.PRUNED, Outcome.none(), pruned.getMessage());
            return Ending.PRUNED;
        } catch (TemporalFailure | IllegalArgumentException e) {
            boolean cancelled = isCancelled(e) || CancellationScope.current().isCancelRequested();
            Ending ending = cancelled ? Ending.CANCELLED : Ending.FAILED;
            String error = ending == Ending.CANCELLED ? "" : reason(e);
            Workflow.newDetachedCancellationScope(() -> bookkeeping.closeTrial(trialId, ending, Outcome.none(), error)).run();
            return ending;
        }
    }

    private static <S extends Record> Outcome run(Method<S> method, TrialInput trial) {
        Class<S> type = method.settingsType();
        S settings = Json.read(trial.settings(), type);
        return method.run(new Trial<>(trial.dataset(), settings, trial.seed()), new DurableStages(trial));
    }

    private static boolean isCancelled(Throwable failure) {
        return failure instanceof CanceledFailure || failure instanceof ActivityFailure && failure.getCause() instanceof CanceledFailure;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof ApplicationFailure)) {
            root = root.getCause();
        }
        return root instanceof ApplicationFailure application ? application.getOriginalMessage() : String.valueOf(root.getMessage());
    }
}
