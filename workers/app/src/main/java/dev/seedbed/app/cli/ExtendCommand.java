package dev.seedbed.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.UserError;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Budget;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a search try more points, or certain ones. */
@Command(
        name = "extend",
        description = "Let a search try more points (--trials, with a greater budget where it is used up), or a certain point next (--point).",
        mixinStandardHelpOptions = true)
final class ExtendCommand extends SteerCommand {

    @Option(names = "--trials", paramLabel = "N", description = "How many points more.")
    private Integer trials;

    @Option(names = "--point", paramLabel = "PATH=VALUE", description = "A value of the point; repeat it for every dimension that is active.")
    private Map<String, String> point = new TreeMap<>();

    @Mixin
    private BudgetOptions budget;

    ExtendCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        if (trials == null == point.isEmpty()) {
            throw new UserError("say either how many points more, --trials N, or which, --point PATH=VALUE");
        }
        if (trials != null) {
            return new Action.Extend(trials, budget.budget());
        }
        if (!budget.budget().equals(Budget.none())) {
            throw new UserError("a budget goes with --trials; set it by itself with ./seedbed set");
        }
        Map<String, JsonNode> values = values(point);
        return new Action.AddPoint(values);
    }
}
