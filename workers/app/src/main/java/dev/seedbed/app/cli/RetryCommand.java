package dev.seedbed.app.cli;

import dev.seedbed.campaign.Action;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a trial that failed or was cancelled once more. */
@Command(
        name = "retry",
        description = "Run a trial that failed or was cancelled once more, with other settings if need be; what it computed is found.",
        mixinStandardHelpOptions = true)
final class RetryCommand extends SteerCommand {

    @Option(names = "--trial", paramLabel = "N", required = true)
    private int trial;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "What differs this time, such as segmenter.batch=4.")
    private Map<String, String> settings = new TreeMap<>();

    RetryCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        return new Action.Retry(trial, values(settings));
    }
}
