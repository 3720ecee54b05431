package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.CampaignWatch;
import dev.seedbed.app.campaign.Submission;
import dev.seedbed.app.engine.EngineException;
import dev.seedbed.app.engine.Signals;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.engine.TemporalClient;
import dev.seedbed.tracking.campaign.CampaignRow;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Locale;

/** A stack in use for submitting and following campaigns. */
final class CampaignSession implements AutoCloseable {

    private final Stack stack;
    private final Facts facts;
    private final TemporalClient temporal;
    private final String again;
    private volatile boolean interrupted;

    private CampaignSession(Stack stack, String again) {
        this.stack = stack;
        this.facts = Facts.open(stack.connection());
        this.temporal = TemporalClient.connect(stack.connection().temporal(), "cli");
        this.again = again;
    }

    static CampaignSession join(Seedbed seedbed, StackOptions options) throws InterruptedException {
        return new CampaignSession(seedbed.join(options, Seedbed::tell), seedbed.again());
    }

    Facts facts() {
        return facts;
    }

    Submission submission() {
        return new Submission(facts, temporal);
    }

    /**
     * Asks a workflow to end; returns when Temporal has taken note.
     *
     * @throws UserError if Temporal does not know it
     */
    void cancel(String workflowId) {
        try {
            temporal.workflows().newUntypedWorkflowStub(workflowId).cancel();
        } catch (WorkflowNotFoundException e) {
            throw new UserError("the campaign has no running workflow; submit it again, then cancel it");
        }
    }

    /** Follows the campaign to its end; the exit code tells how it ended. */
    int follow(String campaign) {
        Thread watching = Thread.currentThread();
        Signals.INT.on(() -> {
            interrupted = true;
            watching.interrupt();
        });
        stack.gone().thenRun(watching::interrupt);
        try {
            CampaignRow row = new CampaignWatch(facts, temporal, new Terminal()).follow(campaign);
            Seedbed.tell("campaign " + row.name() + " is " + row.state().name().toLowerCase(Locale.ROOT));
            return exitCode(row).code();
        } catch (InterruptedException | RuntimeException e) {
            return leave(campaign, e);
        }
    }

    private int leave(String campaign, Exception why) {
        if (interrupted) {
            Seedbed.tell("left campaign " + campaign + " as it stands; everything finished is kept, and running stages write a checkpoint"
                    + " when the stack ends. Go on with: " + again);
            return ExitCode.INTERRUPTED.code();
        }
        if (stack.gone().isDone()) {
            throw new EngineException("the stack went away; everything finished is kept. Go on with: " + again);
        }
        throw why instanceof RuntimeException failure ? failure : new EngineException("interrupted");
    }

    private static ExitCode exitCode(CampaignRow row) {
        return switch (row.state()) {
            case DONE -> ExitCode.DONE;
            case CANCELLED -> ExitCode.CANCELLED;
            case FAILED, SUBMITTED, RUNNING, PAUSED -> ExitCode.FAILED;
        };
    }

    @Override
    public void close() {
        temporal.close();
        facts.close();
        stack.close();
    }
}
