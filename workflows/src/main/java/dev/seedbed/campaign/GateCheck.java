package dev.seedbed.campaign;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.Ranges;
import java.util.Objects;

/**
 * A trial has come to a gate.
 *
 * @param decision which of the trial's decisions its outcome will be, from 1
 * @param labels that are to pass
 */
public record GateCheck(long trialId, int decision, Gate gate, LabelVersion labels) {

    public GateCheck {
        Ranges.atLeast("decision", decision, 1);
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(labels, "labels");
    }
}
