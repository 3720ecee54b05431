package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.campaign.Budget;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.search.Goal;
import dev.seedbed.search.Objective;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.Standing;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether a campaign has had what it may cost, or come to what is enough. */
final class Budgets {

    private Budgets() {}

    /**
     * Why a campaign begins no further trial.
     *
     * @param stops whether those that run are stopped at a checkpoint; else they come to their end
     * @param numbers what it was decided on
     */
    record Exhausted(String reason, boolean stops, ObjectNode numbers) {}

    static Optional<Exhausted> exhausted(CourseRows rows, Standing standing, Terms terms) {
        Budget budget = terms.budget();
        double hours = standing.activeSeconds() / 3600;
        if (budget.hours().isPresent() && hours >= budget.hours().getAsDouble()) {
            return Optional.of(spent("hours", budget.hours().getAsDouble(), hours));
        }
        if (budget.deviceSeconds().isPresent() && standing.deviceSeconds() >= budget.deviceSeconds().getAsDouble()) {
            return Optional.of(spent("device seconds", budget.deviceSeconds().getAsDouble(), standing.deviceSeconds()));
        }
        return budget.target().isPresent() ? reached(rows, terms, budget.target().getAsDouble()) : Optional.empty();
    }

    private static Exhausted spent(String what, double budget, double used) {
        return new Exhausted(
                String.format(Locale.ROOT, "its budget of %s %s is used up; running trials stop at a checkpoint", number(budget), what), true,
                Json.mapper().createObjectNode().put("budget", budget).put("used", used));
    }

    private static Optional<Exhausted> reached(CourseRows rows, Terms terms, double target) {
        Objective objective = terms.search().orElseThrow().objectives().list().getFirst();
        OptionalDouble best = rows.best(objective.goal() == Goal.MAXIMIZE);
        if (best.isEmpty() || objective.goal().isBetter(target, best.getAsDouble())) {
            return Optional.empty();
        }
        return Optional.of(new Exhausted(
                "its target of " + number(target) + " for " + objective.figure() + " is reached; running trials come to their end", false,
                Json.mapper().createObjectNode().put("target", target).put("best", best.getAsDouble())));
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
