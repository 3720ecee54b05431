package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.Budget;
import dev.seedbed.campaign.Deed;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.SettingsTree;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.search.Point;
import dev.seedbed.search.SearchSpace;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.campaign.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Applies actions to campaigns: each in one transaction with its record, or not at all. */
final class Steering {

    private final Facts facts;

    Steering(Facts facts) {
        this.facts = facts;
    }

    /** Never throws because of what is asked; what is wrong with it is in the answer. */
    Answer steer(long campaignId, Deed deed) {
        try {
            return new Answer(true, CourseRows.alone(facts.database(), campaignId, rows -> once(rows, deed)));
        } catch (UserError | IllegalArgumentException e) {
            return new Answer(false, e.getMessage());
        }
    }

    private String once(CourseRows rows, Deed deed) {
        return rows.answered(deed.id()).orElseGet(() -> {
            Standing standing = rows.standing();
            requireOpenTo(deed.action(), standing);
            String answer = new Applying(facts, rows, standing, Json.read(standing.terms().orElseThrow(), Terms.class), deed).answer();
            rows.record(deed.id(), Json.tree(deed.action()), deed.user(), deed.why(), answer);
            return answer;
        });
    }

    private static void requireOpenTo(Action action, Standing standing) {
        if (standing.terms().isEmpty()) {
            throw new UserError("campaign " + standing.name() + " was submitted before campaigns could be steered; it can only be cancelled");
        }
        if (!standing.state().isFinal() || standing.state() == CampaignState.FAILED && action instanceof Action.Retry) {
            return;
        }
        String state = standing.state().name().toLowerCase(Locale.ROOT);
        throw new UserError("campaign " + standing.name() + " is " + state + " already; " + switch (standing.state()) {
            case FAILED -> "retry a trial of it, or submit its file again to run what failed once more";
            case CANCELLED -> "submit its file again to go on with it";
            case DONE, SUBMITTED, RUNNING, PAUSED -> "what is left to try goes into a campaign of another name, which finds what this one computed";
        });
    }

    /** One action on one campaign, within its transaction. */
    private record Applying(Facts facts, CourseRows rows, Standing standing, Terms terms, Deed deed) {

        String answer() {
            return switch (deed.action()) {
                case Action.Pause _ -> pause();
                case Action.Resume _ -> resume();
                case Action.Cancel cancel -> cancel.trial().isPresent() ? cancelTrial(cancel.trial().getAsInt()) : cancelAll();
                case Action.Extend extend -> extend(extend);
                case Action.Set set -> set(set);
                case Action.ChangeSpace change -> changeSpace(change.space());
                case Action.AddPoint add -> addPoint(Point.of(add.point()));
                case Action.Fork fork -> fork(fork);
                case Action.Retry retry -> retry(retry);
                case Action.Approve approve -> approve(approve);
            };
        }

        private String pause() {
            require(!standing.paused(), "campaign " + standing.name() + " is paused already");
            rows.pause();
            return "campaign " + standing.name() + " is paused; running stages stop at a checkpoint";
        }

        private String resume() {
            require(standing.paused(), "campaign " + standing.name() + " is not paused");
            rows.resume();
            return "campaign " + standing.name() + " goes on";
        }

        private String cancelAll() {
            require(!standing.cancelled(), "campaign " + standing.name() + " is being cancelled already");
            rows.cancelCampaign();
            rows.cancelTrials(OptionalInt.empty());
            return "campaign " + standing.name() + " is being cancelled";
        }

        private String cancelTrial(int number) {
            CourseRows.TrialPart trial = trial(number);
            require(!trial.state().isFinal(), "trial " + number + " is " + trial.state().name().toLowerCase(Locale.ROOT) + " already");
            rows.cancelTrials(OptionalInt.of(number));
            return "trial " + number + " is being cancelled";
        }

        private String extend(Action.Extend extend) {
            Search search = search();
            Search more = search.of(search.most() + extend.trials());
            require(more.most() > search.most(), "the " + search.sampler().name() + " has only " + search.most()
                    + " points, which are all tried; widen the space first, or add points");
            Terms changed = terms.with(extend.budget()).with(more);
            requireOpen(changed, "to try more points, raise it in the same breath");
            rows.setTerms(Json.tree(changed));
            return "campaign " + standing.name() + " tries " + more.most() + " points instead of " + search.most();
        }

        private String set(Action.Set set) {
            Budget budget = set.deadline().map(this::until).orElse(set.budget());
            Terms changed = terms.with(set.concurrency().orElse(terms.concurrency())).with(budget);
            if (Budgets.exhausted(rows, standing, terms).isEmpty()) {
                requireOpen(changed, "to end the campaign, cancel it");
            }
            rows.setTerms(Json.tree(changed));
            set.priority().ifPresent(rows::setPriority);
            return "campaign " + standing.name() + " runs with concurrency " + changed.concurrency() + ", priority "
                    + set.priority().orElse(standing.priority()) + ", budget " + describe(changed.budget());
        }

        private Budget until(Instant deadline) {
            double left = Duration.between(Instant.now(), deadline).toMillis() / 3_600_000.0;
            require(left > 0, "the deadline " + deadline + " has passed already");
            return new Budget(OptionalDouble.of(standing.activeSeconds() / 3600 + left), OptionalDouble.empty(), OptionalDouble.empty());
        }

        private static String describe(Budget budget) {
            var parts = new java.util.ArrayList<String>();
            budget.hours().ifPresent(hours -> parts.add(String.format(Locale.ROOT, "%.2f hours", hours)));
            budget.deviceSeconds().ifPresent(seconds -> parts.add(Budgets.number(seconds) + " device seconds"));
            budget.target().ifPresent(target -> parts.add("target " + Budgets.number(target)));
            return parts.isEmpty() ? "without end" : String.join(", ", parts);
        }

        private String changeSpace(Map<String, JsonNode> changes) {
            Search search = search();
            SearchSpace space = search.space();
            for (var change : changes.entrySet()) {
                space = space.with(SearchSpace.dimension(change.getKey(), keepingConditions(space, change.getKey(), change.getValue())));
            }
            Search changed = search.over(space);
            requirePossible(changed.ends());
            rows.setTerms(Json.tree(terms.with(changed)));
            return "campaign " + standing.name() + " searches " + String.join(", ", changes.keySet())
                    + " within other bounds from the next proposal on; points that were tried or given stay";
        }

        private static JsonNode keepingConditions(SearchSpace space, String path, JsonNode tree) {
            JsonNode when = space.tree().path(path).path("when");
            if (tree instanceof ObjectNode own && !own.has("when") && !when.isMissingNode()) {
                ObjectNode kept = own.deepCopy();
                kept.set("when", when);
                return kept;
            }
            return tree;
        }

        private String addPoint(Point point) {
            Search search = search();
            search.space().objection(point).ifPresent(objection -> {
                throw new UserError("the point is not of the space: " + objection.getMessage());
            });
            requirePossible(List.of(point));
            Terms changed = terms.with(search.with(point));
            requireOpen(changed, "raise it first");
            rows.setTerms(Json.tree(changed));
            return "campaign " + standing.name() + " tries " + point + " next";
        }

        private void requirePossible(List<Point> points) {
            Template template = template();
            for (Point point : points) {
                try {
                    template.trial(facts, 1, "", template.seeds().getFirst(), Proposals.own(template, point));
                } catch (UserError e) {
                    throw new UserError("the point " + point + " cannot be: " + e.getMessage());
                }
            }
        }

        private String fork(Action.Fork fork) {
            CourseRows.TrialPart parent = trial(fork.trial());
            requireOpen(terms, "raise it first");
            Template template = template();
            template.requirePaths(fork.settings().keySet());
            int number = rows.trials() + 1;
            NewTrial trial = template.trial(
                    facts, number, "fork of trial " + parent.number() + " from " + fork.from() + ", seed " + parent.seed(), parent.seed(),
                    with(parent.settings(), fork.settings()));
            new ForkCheck(facts).require(rows.input(parent.number()), trial.input(), fork.from());
            rows.addTrials(List.of(trial), OptionalInt.empty(), OptionalInt.of(parent.number()));
            return "trial " + number + " is forked from trial " + parent.number() + " at " + fork.from() + "; what comes before is shared";
        }

        private String retry(Action.Retry retry) {
            CourseRows.TrialPart trial = trial(retry.trial());
            boolean ended = switch (trial.state()) {
                case FAILED, CANCELLED -> true;
                case PENDING, RUNNING, PAUSED, DONE, PRUNED -> false;
            };
            require(ended, "trial " + retry.trial() + " is " + trial.state().name().toLowerCase(Locale.ROOT)
                    + "; only one that failed or was cancelled can be retried; fork it instead");
            requireOpen(terms, "raise it first");
            Template template = template();
            template.requirePaths(retry.settings().keySet());
            terms.search().filter(_ -> trial.point().isPresent()).ifPresent(search -> retry.settings().keySet().stream()
                    .filter(search.space().paths()::contains)
                    .findFirst()
                    .ifPresent(path -> {
                        throw new UserError(path + " is what the search varies, and the trial would be of another point; add that point instead");
                    }));
            rows.again(template.trial(facts, trial.number(), trial.name(), trial.seed(), with(trial.settings(), retry.settings())));
            trial.point().ifPresent(rows::openPoint);
            rows.reopen();
            return "trial " + trial.number() + " is run once more" + (retry.settings().isEmpty() ? "" : " with " + Json.write(retry.settings()));
        }

        private String approve(Action.Approve approve) {
            CourseRows.TrialPart trial = trial(approve.trial());
            long label = rows.gatedLabel(trial.number()).orElseThrow(() -> new UserError("trial " + trial.number() + " waits at no gate"));
            rows.judgeLabel(deed.id(), label, !approve.reject(), deed.why(), deed.user());
            return "label version " + label + " is " + (approve.reject() ? "rejected" : "approved") + " for trial " + trial.number()
                    + " and whoever else waits for it";
        }

        private static ObjectNode with(JsonNode settings, Map<String, JsonNode> changes) {
            ObjectNode own = settings.deepCopy();
            changes.forEach((path, value) -> SettingsTree.set(own, path, value));
            return own;
        }

        private Template template() {
            return Json.read(rows.template(), Template.class);
        }

        private CourseRows.TrialPart trial(int number) {
            return rows.trial(number).orElseThrow(() -> new UserError(
                    "campaign " + standing.name() + " has no trial " + number + "; it has " + rows.trials()));
        }

        private Search search() {
            return terms.search().orElseThrow(() -> new UserError("campaign " + standing.name()
                    + " has no search; more variants or seeds go into a campaign of another name, which finds what this one computed"));
        }

        /** @param advice what to do where the campaign is closed */
        private void requireOpen(Terms changed, String advice) {
            require(!standing.cancelled(), "campaign " + standing.name() + " is being cancelled");
            Optional<Budgets.Exhausted> exhausted = Budgets.exhausted(rows, standing, changed);
            require(exhausted.isEmpty(), exhausted.map(budget -> "campaign " + standing.name() + " is closed to new trials: " + budget.reason()
                    + "; " + advice + " (--hours, --device-seconds, --target)").orElse(""));
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new UserError(otherwise);
            }
        }
    }
}
