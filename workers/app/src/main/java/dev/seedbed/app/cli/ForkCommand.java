package dev.seedbed.app.cli;

import dev.seedbed.campaign.Action;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a trial again with other settings from a stage on. */
@Command(
        name = "fork",
        description = "Run a trial again, as another one, with other settings from a stage on; the stages before it are shared.",
        mixinStandardHelpOptions = true)
final class ForkCommand extends SteerCommand {

    @Option(names = "--trial", paramLabel = "N", required = true, description = "The trial to fork.")
    private int trial;

    @Option(names = "--from", paramLabel = "STAGE", required = true, description = "The kind of a stage, or its number in the trial; nothing before it may change.")
    private String from;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "What differs, such as segmenter.epochs=20.")
    private Map<String, String> settings = new TreeMap<>();

    ForkCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        return new Action.Fork(trial, from, values(settings));
    }
}
