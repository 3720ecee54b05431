package dev.seedbed.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.CampaignFile;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands that steer a campaign share: they name it, may say why, and end when the action is applied or refused. */
abstract class SteerCommand implements Callable<Integer> {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "CAMPAIGN")
    private String campaign;

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for the campaign's history.")
    private String why;

    SteerCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    /** @throws IllegalArgumentException if what is asked for makes no sense */
    abstract Action action();

    @Override
    public final Integer call() throws InterruptedException {
        Action action = valid(this::action);
        if (!seedbed.hasStack()) {
            throw new UserError("no stack is running; run ./seedbed up in another terminal, then try again");
        }
        try (var session = CampaignSession.join(seedbed, StackOptions.defaults())) {
            Seedbed.tell(session.steer(campaign, action, Optional.ofNullable(why)));
        }
        return ExitCode.DONE.code();
    }

    private static Action valid(Supplier<Action> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** Values as the command line gives them, read as a campaign file's. */
    static Map<String, JsonNode> values(Map<String, String> texts) {
        var values = new TreeMap<String, JsonNode>();
        texts.forEach((path, text) -> values.put(path, CampaignFile.value(text)));
        return values;
    }
}
