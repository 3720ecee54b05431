package dev.seedbed.campaign;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.StageSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** The gates on a trial's way: each label version passes each gate once. Where a person is waited for, no device is held. */
final class TrialGates {

    private final long trialId;
    private final List<Gate> gates;
    private final ControlActivities bookkeeping;
    private final ControlActivities waiting;
    private final IntSupplier nextDecision;
    private final Map<LabelVersion, String> makers = new HashMap<>();
    private final Set<Passage> passed = new HashSet<>();

    private record Passage(Gate gate, LabelVersion labels) {}

    /** @param nextDecision numbers the trial's decisions */
    TrialGates(long trialId, List<Gate> gates, ControlActivities bookkeeping, ControlActivities waiting, IntSupplier nextDecision) {
        this.trialId = trialId;
        this.gates = gates;
        this.bookkeeping = bookkeeping;
        this.waiting = waiting;
        this.nextDecision = nextDecision;
    }

    /** Takes note of the label versions that a stage made. */
    void made(String kind, Object result) {
        MadeLabels.in(result).forEach(labelled -> makers.put(labelled.labels(), kind));
    }

    /** @throws TrialPruned if labels that the stage starts from are refused */
    void pass(StageSpec<?> stage) {
        for (Gate gate : gates) {
            if (gate.before().equals(stage.kind())) {
                stage.labelInputs().stream()
                        .filter(labels -> gate.labels().equals(makers.get(labels)))
                        .filter(labels -> passed.add(new Passage(gate, labels)))
                        .forEach(labels -> pass(new GateCheck(trialId, nextDecision.getAsInt(), gate, labels)));
            }
        }
    }

    private void pass(GateCheck check) {
        GateAnswer answer = check.gate().comparesMasks() ? waiting.awaitGate(check) : bookkeeping.askGate(check);
        while (answer.outcome() == GateAnswer.Outcome.OPEN) {
            answer = waiting.awaitGate(check);
        }
        if (answer.outcome() == GateAnswer.Outcome.REFUSED) {
            throw new TrialPruned(answer.reason());
        }
    }
}
