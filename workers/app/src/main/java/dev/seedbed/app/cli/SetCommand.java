package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Budget;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the terms on which a campaign runs. */
@Command(
        name = "set",
        description = "Change the terms on which a campaign runs: concurrency, priority, budget, deadline, or the bounds of its search.",
        mixinStandardHelpOptions = true)
final class SetCommand extends SteerCommand {

    @Option(names = "--concurrency", paramLabel = "N", description = "Trials at once.")
    private Integer concurrency;

    @Option(names = "--priority", paramLabel = "N", description = "From 1, the highest, to 5.")
    private Integer priority;

    @Option(names = "--deadline", paramLabel = "TIME", description = "When its hours are used up, such as 2027-01-31T18:00; a pause moves it.")
    private String deadline;

    @Option(
            names = "--space",
            paramLabel = "PATH=DOMAIN",
            description = "Narrow or widen a dimension of its search, such as 'segmenter.batch={int: [4, 8]}'.")
    private Map<String, String> space = new TreeMap<>();

    @Mixin
    private BudgetOptions budget;

    SetCommand(Seedbed seedbed) {
        super(seedbed);
    }

    @Override
    Action action() {
        if (space.isEmpty()) {
            return new Action.Set(optional(concurrency), optional(priority), budget.budget(), Optional.ofNullable(deadline).map(SetCommand::moment));
        }
        if (concurrency != null || priority != null || deadline != null || !budget.budget().equals(Budget.none())) {
            throw new UserError("the space is changed by itself, so that history tells the one from the other; set the rest in another command");
        }
        return new Action.ChangeSpace(values(space));
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Instant moment(String text) {
        try {
            return text.endsWith("Z") ? Instant.parse(text) : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            throw new UserError("--deadline: " + text + " is no moment; write 2027-01-31T18:00, or with a Z at its end for UTC", e);
        }
    }
}
