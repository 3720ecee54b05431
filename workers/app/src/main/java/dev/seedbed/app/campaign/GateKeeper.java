package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.label.LabelComparison;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.campaign.Gate;
import dev.seedbed.campaign.GateAnswer;
import dev.seedbed.campaign.GateAnswer.Outcome;
import dev.seedbed.campaign.GateCheck;
import dev.seedbed.data.Progress;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Failures;
import dev.seedbed.tracking.campaign.GateRows;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStatus;
import dev.seedbed.tracking.label.LabelStore;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says whether label versions pass gates: what a person said counts, then the rule, then the time that people have. */
public record GateKeeper(Facts facts) {

    /** What a label version comes to, beside the rule. */
    private record Figures(OptionalDouble miou, double coverage, OptionalDouble churn) {}

    /** How it stands now; once it is clear, it stays so, and is on record with its numbers. */
    public GateAnswer ask(GateCheck check) {
        return ask(check, churn(check));
    }

    /**
     * The share of pixels that are labelled otherwise than in the first version that it was made from, where the rule asks for it and there
     * is one.
     */
    public OptionalDouble churn(GateCheck check) {
        if (check.gate().rule().filter(rule -> rule.churn().isPresent()).isEmpty()) {
            return OptionalDouble.empty();
        }
        var labels = new LabelStore(facts.database());
        LabelRow own = row(labels, id(check.labels()));
        return own.parents().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - agreement(row(labels, own.parents().getFirst()), own));
    }

    private static LabelRow row(LabelStore labels, long id) {
        return labels.find(Long.toString(id)).orElseThrow();
    }

    private double agreement(LabelRow parent, LabelRow own) {
        try {
            return new LabelComparison(facts.artifacts(), Progress.NONE).diff(parent, own).agreement().orElse(1);
        } catch (UserError e) {
            throw ApplicationFailure.newNonRetryableFailure("a gate's rule cannot tell the churn: " + e.getMessage(), Failures.USER_ERROR);
        }
    }

    private long id(LabelVersion labels) {
        return GateRows.label(facts.database(), labels).orElseThrow(() -> new IllegalStateException(
                "label version " + labels.sha256() + " of stage " + labels.origin() + " is not recorded"));
    }

    /** @param churn as {@link #churn} has it */
    public GateAnswer ask(GateCheck check, OptionalDouble churn) {
        long labels = id(check.labels());
        Gate gate = check.gate();
        return GateRows.at(facts.database(), check.trialId(), check.decision(), rows -> {
            rows.open(labels, Json.tree(gate), gate.hours().isEmpty() && gate.rule().isPresent() ? OptionalDouble.of(0) : gate.hours());
            GateRows.Standing standing = rows.standing();
            if (standing.outcome().isPresent()) {
                return new GateAnswer(Outcome.valueOf(standing.outcome().get()), standing.reason().orElseThrow());
            }
            var figures = new Figures(standing.meanIou(), standing.coverage(), churn);
            GateAnswer answer = answer(gate, standing, figures);
            if (answer.outcome() != Outcome.OPEN) {
                String kind = answer.outcome() == Outcome.APPROVED ? "approve-labels" : "refuse-labels";
                rows.decide(answer.outcome().name(), kind, answer.reason(), numbers(gate, standing, figures));
            }
            return answer;
        });
    }

    private static GateAnswer answer(Gate gate, GateRows.Standing standing, Figures figures) {
        String what = "label version " + standing.labelId() + " of " + gate.labels() + " before " + gate.before();
        List<String> objections = gate.rule().map(rule -> objections(rule, figures)).orElse(List.of());
        return switch (LabelStatus.valueOf(standing.status())) {
            case APPROVED -> new GateAnswer(Outcome.APPROVED, "A person approved " + what + ".");
            case REJECTED -> new GateAnswer(Outcome.REFUSED, "A person rejected " + what + ".");
            case REVOKED -> new GateAnswer(Outcome.REFUSED, "Revoked: " + what + ".");
            case PROPOSED -> {
                if (gate.rule().isPresent() && objections.isEmpty()) {
                    yield new GateAnswer(Outcome.APPROVED, "The rule approves " + what + ".");
                }
                String why = objections.isEmpty() ? "nobody said anything in time" : String.join(", ", objections);
                if (!standing.late()) {
                    yield new GateAnswer(Outcome.OPEN, "A person is waited for: " + what + (objections.isEmpty() ? "" : ", since " + why) + ".");
                }
                yield switch (gate.otherwise()) {
                    case APPROVE -> new GateAnswer(Outcome.APPROVED, "Approved when the time was up, " + what + ": " + why + ".");
                    case REFUSE -> new GateAnswer(Outcome.REFUSED, "Refused, " + what + ": " + why + ".");
                };
            }
        };
    }

    private static List<String> objections(Gate.Rule rule, Figures figures) {
        var objections = new ArrayList<String>();
        if (rule.miou().isPresent() && figures.miou().isEmpty()) {
            objections.add("its mIoU cannot be measured, as there are no true masks");
        }
        if (rule.miou().isPresent() && figures.miou().orElse(1) < rule.miou().getAsDouble()) {
            objections.add(said("mIoU", figures.miou().getAsDouble(), "below", rule.miou().getAsDouble()));
        }
        if (rule.coverage().isPresent() && figures.coverage() < rule.coverage().getAsDouble()) {
            objections.add(said("coverage", figures.coverage(), "below", rule.coverage().getAsDouble()));
        }
        if (rule.churn().isPresent() && figures.churn().orElse(0) > rule.churn().getAsDouble()) {
            objections.add(said("churn", figures.churn().getAsDouble(), "above", rule.churn().getAsDouble()));
        }
        return objections;
    }

    private static String said(String figure, double value, String how, double limit) {
        return String.format(Locale.ROOT, "its %s %.4f is %s %s", figure, value, how, limit);
    }

    private static ObjectNode numbers(Gate gate, GateRows.Standing standing, Figures figures) {
        ObjectNode numbers = Json.mapper().createObjectNode().put("labels", standing.labelId()).put("coverage", figures.coverage());
        figures.miou().ifPresent(miou -> numbers.put("miou", miou));
        figures.churn().ifPresent(churn -> numbers.put("churn", churn));
        gate.rule().ifPresent(rule -> numbers.set("rule", Json.tree(rule)));
        return numbers;
    }
}
