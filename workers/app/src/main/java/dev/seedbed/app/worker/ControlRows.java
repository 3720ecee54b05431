package dev.seedbed.app.worker;

import dev.seedbed.app.campaign.GateKeeper;
import dev.seedbed.app.campaign.RungJudge;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.ControlActivities;
import dev.seedbed.campaign.Ending;
import dev.seedbed.campaign.GateAnswer;
import dev.seedbed.campaign.GateCheck;
import dev.seedbed.campaign.RungReport;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.json.Json;
import dev.seedbed.method.Decision;
import dev.seedbed.method.Outcome;
import dev.seedbed.search.Verdict;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.DecisionStore;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.stage.Asked;
import dev.seedbed.tracking.stage.Wanted;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The workflows' books, in the database. */
final class ControlRows implements ControlActivities {

    private static final Duration BEAT = Duration.ofSeconds(4);
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final Facts facts;
    private final CampaignStore campaigns;
    private final TrialStore trials;
    private final DecisionStore decisions;
    private final RungJudge rungs;
    private final GateKeeper gates;

    ControlRows(Facts facts) {
        this.facts = facts;
        this.campaigns = new CampaignStore(facts.database());
        this.trials = new TrialStore(facts.database());
        this.decisions = new DecisionStore(facts.database());
        this.rungs = new RungJudge(facts);
        this.gates = new GateKeeper(facts);
    }

    @Override
    public List<Long> openCampaign(long campaignId) {
        campaigns.start(campaignId);
        return trials.remaining(campaignId);
    }

    @Override
    public void closeCampaign(long campaignId, Ending ending) {
        CampaignState state = switch (ending) {
            case DONE -> CampaignState.DONE;
            case FAILED -> CampaignState.FAILED;
            case CANCELLED -> CampaignState.CANCELLED;
            case PRUNED -> throw new IllegalArgumentException("a campaign does not end as " + ending);
        };
        campaigns.finish(campaignId, state, Optional.empty());
    }

    @Override
    public TrialInput openTrial(long trialId) {
        trials.start(trialId);
        return Json.read(trials.input(trialId), TrialInput.class).of(trialId);
    }

    @Override
    public void closeTrial(long trialId, Ending ending, Outcome outcome, String error) {
        switch (ending) {
            case DONE -> trials.finish(trialId, TrialState.DONE, Optional.of(Json.tree(outcome)), Optional.empty());
            case PRUNED -> trials.finish(trialId, TrialState.PRUNED, Optional.empty(), Optional.of(error));
            case FAILED -> trials.finish(trialId, TrialState.FAILED, Optional.empty(), Optional.of(error));
            case CANCELLED -> trials.finish(trialId, TrialState.CANCELLED, Optional.empty(), Optional.empty());
        }
    }

    @Override
    public StageAnswer findStage(StageRequest request) {
        return ask(request, Wanted.of(request));
    }

    /** A training that has come as far as is asked needs nobody's turn. */
    private StageAnswer ask(StageRequest request, Wanted wanted) {
        if (request.until().isPresent() && facts.stages().reached(wanted.key(), request.until().getAsLong())) {
            return new StageAnswer.AtRung(request.until().getAsLong());
        }
        return switch (facts.stages().ask(wanted)) {
            case Asked.Committed committed -> new StageAnswer.Done(committed.result(), true);
            case Asked.Wait wait -> new StageAnswer.Deferred(wait.reason());
            case Asked.Free free -> new StageAnswer.Absent(Optional.of(free.standing()));
        };
    }

    @Override
    public StageAnswer awaitTurn(StageRequest request) {
        Wanted wanted = Wanted.of(request);
        try {
            StageAnswer answer = ask(request, wanted);
            while (answer instanceof StageAnswer.Deferred(String reason)) {
                ActivityExecutionContext activity = Activity.getExecutionContext();
                activity.heartbeat(reason);
                facts.stages().awaitTurn(wanted, BEAT, () -> activity.heartbeat(reason));
                answer = ask(request, wanted);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the worker is ending", e);
        }
    }

    @Override
    public void awaitStage(String key) {
        try {
            while (!facts.stages().awaitChange(new StageKey(key), BEAT)) {
                Activity.getExecutionContext().heartbeat(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the worker is ending", e);
        }
    }

    @Override
    public Verdict judge(RungReport report) {
        return rungs.judge(report);
    }

    @Override
    public Verdict awaitVerdict(long trialId, int rung) {
        return await(() -> rungs.verdict(trialId, rung), verdict -> verdict.decision() != Verdict.Decision.WAIT);
    }

    @Override
    public GateAnswer askGate(GateCheck check) {
        return gates.ask(check);
    }

    @Override
    public GateAnswer awaitGate(GateCheck check) {
        OptionalDouble churn = gates.churn(check);
        return await(() -> gates.ask(check, churn), answer -> answer.outcome() != GateAnswer.Outcome.OPEN);
    }

    /** Looks again after a tenth of the time that it has waited: late by a tenth at most, and seldom when little happens. */
    private static <T> T await(Supplier<T> question, Predicate<T> clear) {
        long begun = System.nanoTime();
        try {
            T answer = question.get();
            while (!clear.test(answer)) {
                Activity.getExecutionContext().heartbeat(null);
                Thread.sleep(Duration.ofNanos(Math.clamp((System.nanoTime() - begun) / 10, FIRST_LOOK.toNanos(), LAST_LOOK.toNanos())));
                answer = question.get();
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the worker is ending", e);
        }
    }

    @Override
    public void decide(long trialId, int ordinal, Decision decision) {
        decisions.record(trialId, ordinal, decision);
    }
}
