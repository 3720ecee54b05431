package dev.seedbed.app.cli;

import dev.seedbed.campaign.Action;
import picocli.CommandLine.Command;

/** Pauses a campaign. */
@Command(
        name = "pause",
        description = "Pause a campaign: running stages write a checkpoint and free their devices; budgets of hours stand still.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends SteerCommand {

    PauseCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        return new Action.Pause();
    }
}
