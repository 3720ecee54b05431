package dev.seedbed.campaign;

import dev.seedbed.json.Nearest;
import dev.seedbed.stage.Ranges;
import dev.seedbed.stage.StageSpec;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A label version must be found good before a stage starts from it. What a person said of the version counts; then the rule, where there is
 * one and the version keeps it; then a person may still say so, until the time is up.
 *
 * @param labels the kind of stage that makes the label version
 * @param before the kind of stage that must not start from it unapproved
 * @param rule approves by itself what keeps it; empty leaves it to people
 * @param hours that a person has to approve or reject what the rule does not approve, at least 0; empty: none where there is a rule, without
 *     end where there is none
 * @param otherwise what happens when the time is up, refuse unless said
 */
public record Gate(String labels, String before, Optional<Rule> rule, OptionalDouble hours, Otherwise otherwise) {

    private static final double A_CENTURY = 876_600;

    public Gate {
        requireKind("labels", labels);
        requireKind("before", before);
        hours.ifPresent(time -> Ranges.within("hours", time, 0, A_CENTURY));
        otherwise = otherwise == null ? Otherwise.REFUSE : otherwise;
    }

    /** What happens to a label version of which nobody has said anything when the time is up. */
    public enum Otherwise {
        REFUSE,
        APPROVE
    }

    /**
     * What a label version must come to; at least one is said.
     *
     * @param miou at least so much mean IoU against the truth, in [0, 1]; never kept where there is no truth
     * @param coverage at least this share of pixels that are not ignored, in [0, 1]
     * @param churn at most this share of pixels labelled otherwise than in the label version that it was made from, in [0, 1]; kept where it
     *     was made from none
     */
    public record Rule(OptionalDouble miou, OptionalDouble coverage, OptionalDouble churn) {

        public Rule {
            miou.ifPresent(least -> Ranges.within("miou", least, 0, 1));
            coverage.ifPresent(least -> Ranges.within("coverage", least, 0, 1));
            churn.ifPresent(most -> Ranges.within("churn", most, 0, 1));
            if (miou.isEmpty() && coverage.isEmpty() && churn.isEmpty()) {
                throw new IllegalArgumentException("a gate's rule says at least one of miou, coverage and churn");
            }
        }
    }

    /** Whether the rule compares masks, which takes longer than reading rows. */
    boolean comparesMasks() {
        return rule.filter(kept -> kept.churn().isPresent()).isPresent();
    }

    private static void requireKind(String name, String kind) {
        if (!StageSpec.kinds().contains(kind)) {
            throw new IllegalArgumentException(
                    "a gate's " + name + " names a kind of stage, unlike " + kind + Nearest.hint(kind, StageSpec.kinds()));
        }
    }
}
