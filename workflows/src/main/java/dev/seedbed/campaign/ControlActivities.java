package dev.seedbed.campaign;

import dev.seedbed.method.Decision;
import dev.seedbed.method.Outcome;
import dev.seedbed.search.Verdict;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Reading and writing rows on behalf of workflows, and waiting. Every call may be repeated without harm. */
@ActivityInterface
public interface ControlActivities {

    /** Marks the campaign as running and tells which of its trials are still to be run, in their order. */
    @ActivityMethod(name = "open-campaign")
    List<Long> openCampaign(long campaignId);

    /** Records how the campaign ended. */
    @ActivityMethod(name = "close-campaign")
    void closeCampaign(long campaignId, Ending ending);

    /** Marks the trial as running and gives all that it depends on. */
    @ActivityMethod(name = "open-trial")
    TrialInput openTrial(long trialId);

    /** Records how the trial ended. */
    @ActivityMethod(name = "close-trial")
    void closeTrial(long trialId, Ending ending, Outcome outcome, String error);

    /**
     * Records that the trial wants the stage: its result if it is committed, and the trial is then linked to it; else whether to wait for
     * it or to claim it.
     */
    @ActivityMethod(name = "find-stage")
    StageAnswer findStage(StageRequest request);

    /** Waits until the stage is committed, which is then its result, or until it is the trial's turn to claim it. */
    @ActivityMethod(name = "await-turn")
    StageAnswer awaitTurn(StageRequest request);

    /** Returns when the stage is committed or free to be claimed. */
    @ActivityMethod(name = "await-stage")
    void awaitStage(String key);

    /**
     * Books what a trial shows at a rung, and judges whoever can be judged now.
     *
     * @return the trial's own verdict
     */
    @ActivityMethod(name = "judge")
    Verdict judge(RungReport report);

    /** Returns when the verdict on a trial at a rung is given. */
    @ActivityMethod(name = "await-verdict")
    Verdict awaitVerdict(long trialId, int rung);

    /** Whether labels pass a gate, as far as rows tell now. A time that is given to people runs from the first call. */
    @ActivityMethod(name = "ask-gate")
    GateAnswer askGate(GateCheck check);

    /** Returns when it is clear whether labels pass a gate: never {@link GateAnswer.Outcome#OPEN}. */
    @ActivityMethod(name = "await-gate")
    GateAnswer awaitGate(GateCheck check);

    /** Records a decision of a trial; {@code ordinal} tells a repetition from another one. */
    @ActivityMethod(name = "decide")
    void decide(long trialId, int ordinal, Decision decision);
}
