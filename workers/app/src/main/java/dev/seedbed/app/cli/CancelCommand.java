package dev.seedbed.app.cli;

import dev.seedbed.campaign.Action;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cancels a campaign, or a trial of it. */
@Command(
        name = "cancel",
        description = "Cancel a campaign, or one trial of it: running stages write a checkpoint and stop. Submitting the campaign again goes"
                + " on from there, as does retrying the trial.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends SteerCommand {

    @Option(names = "--trial", paramLabel = "N", description = "Only this trial.")
    private Integer trial;

    CancelCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        return new Action.Cancel(trial == null ? OptionalInt.empty() : OptionalInt.of(trial));
    }
}
