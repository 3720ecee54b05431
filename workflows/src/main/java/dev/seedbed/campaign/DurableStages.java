package dev.seedbed.campaign;

import dev.seedbed.json.Json;
import dev.seedbed.method.Decision;
import dev.seedbed.method.Stages;
import dev.seedbed.stage.Policies;
import dev.seedbed.stage.StageActivities;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.StageSpec;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Stages as durable activities. What is committed is found without going to a pool; else a pool's worker claims it. While another
 * attempt computes it, the trial waits on no device.
 */
final class DurableStages implements Stages {

    private final TrialInput trial;
    private final ControlActivities bookkeeping =
            Workflow.newLocalActivityStub(ControlActivities.class, Policies.bookkeeping());
    private final ControlActivities waiting = Workflow.newActivityStub(ControlActivities.class, Policies.waiting());
    private int stages;
    private int decisions;

    DurableStages(TrialInput trial) {
        this.trial = trial;
    }

    @Override
    public <R> R run(StageSpec<R> stage) {
        var request = new StageRequest(trial.trialId(), ++stages, stage, version(stage));
        StageAnswer answer = bookkeeping.findStage(request);
        while (true) {
            Optional<R> result = result(answer, stage);
            if (result.isPresent()) {
                return result.get();
            }
            if (answer instanceof StageAnswer.Busy) {
                waiting.awaitStage(request.key().hex());
            }
            answer = Workflow.newActivityStub(StageActivities.class, Policies.stage(stage.pool())).execute(request);
        }
    }

    private static <R> Optional<R> result(StageAnswer answer, StageSpec<R> stage) {
        return switch (answer) {
            case StageAnswer.Done done -> Optional.of(Json.read(done.result(), stage.resultType()));
            case StageAnswer.Busy busy -> Optional.empty();
            case StageAnswer.Absent absent -> Optional.empty();
        };
    }

    private String version(StageSpec<?> stage) {
        String version = trial.executorVersions().get(stage.kind());
        if (version == null) {
            throw new IllegalStateException("trial " + trial.trialId() + " was submitted without a version for " + stage.kind());
        }
        return version;
    }

    @Override
    public void decide(Decision decision) {
        bookkeeping.decide(trial.trialId(), ++decisions, decision);
    }
}
