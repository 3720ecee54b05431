package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels a campaign. */
@Command(
        name = "cancel",
        description = "Cancel a campaign: running stages write a checkpoint and stop. Submitting it again goes on from there.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "CAMPAIGN")
    private String campaign;

    CancelCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!seedbed.hasStack()) {
            throw new UserError("no stack is running; run ./seedbed up, then cancel");
        }
        try (var session = CampaignSession.join(seedbed, StackOptions.defaults())) {
            CampaignRow row = Seedbed.requireCampaign(new CampaignStore(session.facts().database()), campaign);
            if (row.state().isFinal()) {
                throw new UserError("campaign " + campaign + " is " + row.state().name().toLowerCase(Locale.ROOT) + " already");
            }
            session.cancel(CampaignWorkflow.id(row.id()));
            Seedbed.tell("campaign " + campaign + " is being cancelled");
        }
        return ExitCode.DONE.code();
    }
}
