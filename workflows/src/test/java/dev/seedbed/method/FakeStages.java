package dev.seedbed.method;

import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stages that compute nothing: their results are named by their keys, and classifiers end at the losses that a test gives. */
public final class FakeStages implements Stages {

    public final List<StageSpec<?>> asked = new ArrayList<>();
    public final List<Decision> decisions = new ArrayList<>();
    private final double[] losses;

    public FakeStages(double... losses) {
        this.losses = losses;
    }

    @Override
    public <R> R run(StageSpec<R> stage) {
        asked.add(stage);
        return stage.resultType().cast(result(stage, losses));
    }

    /** What a stage comes to when the classifier of round n ends at {@code losses[n - 1]} of a constant answer's loss of 1. */
    public static Object result(StageSpec<?> stage, double... losses) {
        return stage instanceof TrainClassifier train
                ? new TrainedNetwork(name(stage), 10, losses[train.images().erased().size()], 1, train.labelInputs(), "none")
                : new Rehearsal(_ -> Optional.empty(), FakeStages::name, (_, _, _) -> {}).run(stage);
    }

    private static String name(StageSpec<?> stage) {
        return Sha256.of("result of " + StageKey.of(stage, "1"));
    }

    @Override
    public void decide(Decision decision) {
        decisions.add(decision);
    }

    /** The stages of one kind, in the order in which they were asked for. */
    public <S extends StageSpec<?>> List<S> asked(Class<S> kind) {
        return asked.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
