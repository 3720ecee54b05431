package dev.seedbed.campaign;

import java.util.Objects;

/**
 * How it stands at a gate.
 *
 * @param reason one sentence for people
 */
public record GateAnswer(Outcome outcome, String reason) {

    public GateAnswer {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether the labels passed. */
    public enum Outcome {
        APPROVED,
        REFUSED,
        /** A person may still say. */
        OPEN
    }
}
