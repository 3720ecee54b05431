package dev.seedbed.campaign;

import dev.seedbed.json.Json;
import dev.seedbed.method.Decision;
import dev.seedbed.method.Stages;
import dev.seedbed.stage.Failures;
import dev.seedbed.stage.Policies;
import dev.seedbed.stage.StageActivities;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.Standing;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stages as durable activities. What is committed is found without going to a pool; else a pool's worker claims it. While another
 * attempt computes it, the trial waits on no device. On its way a trial passes gates and rungs, if its course has any.
 */
final class DurableStages implements Stages {

    private final TrialInput trial;
    private final ControlActivities bookkeeping =
            Workflow.newLocalActivityStub(ControlActivities.class, Policies.bookkeeping());
    private final ControlActivities waiting = Workflow.newActivityStub(ControlActivities.class, Policies.waiting());
    private final TrialCourse course;
    private final TrialRungs rungs;
    private final TrialGates gates;
    private final Map<String, Integer> rounds = new HashMap<>();
    private int stages;
    private int decisions;

    DurableStages(TrialInput trial) {
        this.trial = trial;
        this.course = trial.course().orElseGet(TrialCourse::plain);
        this.rungs = new TrialRungs(trial.trialId(), course.pruning(), bookkeeping, waiting, () -> ++decisions);
        this.gates = new TrialGates(trial.trialId(), course.gates(), bookkeeping, waiting, () -> ++decisions);
    }

    @Override
    public <R> R run(StageSpec<R> stage) {
        int round = rounds.merge(stage.kind(), 1, Integer::sum);
        gates.pass(stage);
        var request = new StageRequest(trial.trialId(), ++stages, stage, version(stage));
        R result = Json.read(computed(request, round).result(), stage.resultType());
        gates.made(stage.kind(), result);
        rungs.after(stage.kind(), round, request.key(), result);
        return result;
    }

    private StageAnswer.Done computed(StageRequest request, int round) {
        try {
            return rungs.climb(request, round, this::ask);
        } catch (ActivityFailure failure) {
            if (course.onOutOfMemory() == OutOfMemory.FAIL || !isOutOfMemory(failure)) {
                throw failure;
            }
            return rungs.climb(request.of(halved(request.stage()).orElseThrow(() -> failure)), round, this::ask);
        }
    }

    private static boolean isOutOfMemory(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause && cause.getType().equals(Failures.OUT_OF_DEVICE_MEMORY);
    }

    /** The same training with its batch in two parts, at most once. */
    private <R> Optional<StageSpec<R>> halved(StageSpec<R> stage) {
        Optional<StageSpec<R>> halved = stage.inParts(2);
        decide(halved.isPresent()
                ? new Decision("halve-batch", "The device's memory does not suffice for " + stage.kind() + ": its batch is computed in two parts.",
                        Map.of("parts", 2.0))
                : new Decision("keep-batch", "The device's memory does not suffice for " + stage.kind()
                        + ", and its batch cannot be computed in (more) parts.", Map.of()));
        return halved;
    }

    /** Asks until the stage is committed or has come to the request's step. */
    private StageAnswer ask(StageRequest request) {
        StageAnswer answer = bookkeeping.findStage(request);
        Optional<Standing> standing = Optional.empty();
        while (!(answer instanceof StageAnswer.Done) && !(answer instanceof StageAnswer.AtRung)) {
            standing = answer instanceof StageAnswer.Absent absent ? absent.standing() : standing;
            answer = next(answer, request, standing);
        }
        return answer;
    }

    private StageAnswer next(StageAnswer answer, StageRequest request, Optional<Standing> standing) {
        return switch (answer) {
            case StageAnswer.Done done -> done;
            case StageAnswer.AtRung reached -> reached;
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
