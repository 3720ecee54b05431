package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.CampaignWatch;
import dev.seedbed.app.campaign.SteeredCampaigns;
import dev.seedbed.app.campaign.Submission;
import dev.seedbed.app.engine.EngineException;
import dev.seedbed.app.engine.Signals;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.engine.TemporalClient;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.campaign.Deed;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

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
     * Takes an action; returns when it is applied.
     *
     * @return what the person is told
     * @throws UserError if it is refused
     */
    String steer(String campaign, Action action, Optional<String> why) {
        CampaignRow row = Seedbed.requireCampaign(new CampaignStore(facts.database()), campaign);
        if (!row.steerable() && action instanceof Action.Cancel cancel && cancel.trial().isEmpty()) {
            cancelUnsteerable(row);
            return "campaign " + campaign + " is being cancelled";
        }
        var deed = new Deed(UUID.randomUUID(), System.getProperty("user.name"), why.filter(text -> !text.isBlank()), action);
        Answer answer = new SteeredCampaigns(temporal.workflows()).steer(row.id(), deed);
        if (!answer.applied()) {
            throw new UserError(answer.text());
        }
        return answer.text();
    }

    private void cancelUnsteerable(CampaignRow row) {
        if (row.state().isFinal()) {
            throw new UserError("campaign " + row.name() + " is " + row.state().name().toLowerCase(Locale.ROOT) + " already");
        }
        try {
            temporal.workflows().newUntypedWorkflowStub(CampaignWorkflow.id(row.id())).cancel();
        } catch (WorkflowNotFoundException e) {
            throw new UserError("the campaign has no running workflow; submit it again, then cancel it", e);
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
