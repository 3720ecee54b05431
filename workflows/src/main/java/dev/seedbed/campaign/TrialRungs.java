package dev.seedbed.campaign;

import dev.seedbed.search.Pruning;
import dev.seedbed.search.Rungs;
import dev.seedbed.search.Verdict;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageRequest;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** The rungs on a trial's way. While others are waited for, no device is held. */
final class TrialRungs {

    private final long trialId;
    private final Optional<Rungs> rungs;
    private final ControlActivities bookkeeping;
    private final ControlActivities waiting;
    private final IntSupplier nextDecision;
    private int passed;

    /** @param nextDecision numbers the trial's decisions */
    TrialRungs(
            long trialId, Optional<Pruning> pruning, ControlActivities bookkeeping, ControlActivities waiting, IntSupplier nextDecision) {
        this.trialId = trialId;
        this.rungs = pruning.map(Pruning::rungs);
        this.bookkeeping = bookkeeping;
        this.waiting = waiting;
        this.nextDecision = nextDecision;
    }

    /**
     * Has a stage computed rung by rung, then to its end. What is committed already is not computed again, but judged like any other.
     *
     * @param round which of the trial's stages of that kind it is, from 1
     * @param ask for the stage, to its end or to the request's step
     * @throws TrialPruned if the trial is not to go on
     */
    StageAnswer.Done climb(StageRequest request, int round, Function<StageRequest, StageAnswer> ask) {
        Optional<StageAnswer.Done> done = Optional.empty();
        if (rungs.orElse(null) instanceof Rungs.Steps steps && steps.stage().equals(request.stage().kind()) && steps.round() == round) {
            while (passed < steps.count()) {
                long step = steps.steps().get(passed);
                done = done.or(() -> ended(ask.apply(request.until(step))));
                pass(passed + 1, request.key(), new RungReport.Metric(steps.metric(), step));
            }
        }
        return done.or(() -> ended(ask.apply(request))).orElseThrow();
    }

    private static Optional<StageAnswer.Done> ended(StageAnswer answer) {
        return answer instanceof StageAnswer.Done done ? Optional.of(done) : Optional.empty();
    }

    /**
     * Judges labels that were made.
     *
     * @throws TrialPruned if the trial is not to go on
     */
    void after(String kind, int round, StageKey key, Object result) {
        if (rungs.orElse(null) instanceof Rungs.Labels labels) {
            int rung = labels.stages().indexOf(new Rungs.Stage(kind, round)) + 1;
            if (rung > passed) {
                pass(rung, key, new RungReport.Quality(value(labels, rung, labelled(kind, result))));
            }
        }
    }

    private static Labelled labelled(String kind, Object result) {
        return MadeLabels.in(result).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a pruner's rung is after " + kind + ", which makes no labels"));
    }

    private static double value(Rungs.Labels labels, int rung, Labelled labelled) {
        OptionalDouble value = switch (labels.quality()) {
            case MIOU -> labelled.meanIou();
            case COVERAGE -> OptionalDouble.of(labelled.coverage());
            case PRECISION -> labelled.precision();
            case RECALL -> labelled.recall();
        };
        return value.orElseThrow(() -> new IllegalArgumentException("the pruner goes by " + labels.describe(rung)
                + ", which cannot be measured: the data set has no true masks; go by coverage, or by steps of a training"));
    }

    private void pass(int rung, StageKey key, RungReport.Shown shown) {
        Verdict verdict = bookkeeping.judge(new RungReport(trialId, rung, nextDecision.getAsInt(), key.hex(), shown));
        while (verdict.decision() == Verdict.Decision.WAIT) {
            verdict = waiting.awaitVerdict(trialId, rung);
        }
        if (verdict.decision() == Verdict.Decision.STOP) {
            throw new TrialPruned(verdict.reason());
        }
        passed = rung;
    }
}
