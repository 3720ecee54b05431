package dev.seedbed.campaign;

import dev.seedbed.json.Json;
import dev.seedbed.method.Decision;
import dev.seedbed.method.Stages;
import dev.seedbed.stage.Policies;
import dev.seedbed.stage.StageActivities;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.Standing;
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
        Optional<Standing> standing = Optional.empty();
        while (!(answer instanceof StageAnswer.Done)) {
            standing = answer instanceof StageAnswer.Absent absent ? absent.standing() : standing;
            answer = next(answer, request, standing);
        }
        return Json.read(((StageAnswer.Done) answer).result(), stage.resultType());
    }

    private StageAnswer next(StageAnswer answer, StageRequest request, Optional<Standing> standing) {
        return switch (answer) {
            case StageAnswer.Done done -> done;
            case StageAnswer.Deferred deferred -> waiting.awaitTurn(request);
            case StageAnswer.Busy busy -> {
                waiting.awaitStage(request.key().hex());
                yield execute(request, standing);
            }
            case StageAnswer.Absent absent -> execute(request, standing);
        };
    }

    private static StageAnswer execute(StageRequest request, Optional<Standing> standing) {
        return Workflow.newActivityStub(StageActivities.class, Policies.stage(request.stage().pool(), standing)).execute(request);
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
