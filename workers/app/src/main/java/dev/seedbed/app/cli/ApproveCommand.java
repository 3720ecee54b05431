package dev.seedbed.app.cli;

import dev.seedbed.campaign.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a label version through a gate. */
@Command(
        name = "approve",
        description = "Let the label version at whose gate a trial waits through, or turn it away.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends SteerCommand {

    @Option(names = "--trial", paramLabel = "N", required = true, description = "The trial that waits.")
    private int trial;

    @Option(names = "--reject", description = "Turn it away.")
    private boolean reject;

    ApproveCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        return new Action.Approve(trial, reject);
    }
}
