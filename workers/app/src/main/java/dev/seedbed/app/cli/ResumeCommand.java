package dev.seedbed.app.cli;

import dev.seedbed.campaign.Action;
import picocli.CommandLine.Command;

/** Lets a paused campaign go on. */
@Command(name = "resume", description = "Let a paused campaign go on.", mixinStandardHelpOptions = true)
final class ResumeCommand extends SteerCommand {

    ResumeCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        return new Action.Resume();
    }
}
