package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.UseTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

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
        String name = Sha256.of("result of " + StageKey.of(stage, "1"));
        return switch (stage) {
            case TrainClassifier train -> new TrainedNetwork(name, 10, losses[train.images().erased().size()], 1, train.labelInputs(), "none");
            case ActivationMaps maps -> new Cams(name, "none");
            case MineRegions mine -> labelled(name, LabelVersion.Kind.REGIONS);
            case FuseRegions fuse -> labelled(name, LabelVersion.Kind.FUSED);
            case TrainSegmenter train -> new TrainedNetwork(name, 20, 0.5, 0, train.labelInputs(), "none");
            case PredictLabels predict -> labelled(name, predict.makes());
            case PlaceCues place -> new Cues(name, 15, labelled(name, LabelVersion.Kind.CUES));
            case GrowSegmenter grow -> new TrainedNetwork(name, 20, 0.5, 0, grow.labelInputs(), "none");
            case TrainBoxClassifier train -> new TrainedNetwork(name, 10, 0.5, 0, train.labelInputs(), "none");
            case LabelBoxes label -> new BoxLabels(labelled(name, LabelVersion.Kind.PSEUDO), labelled(Sha256.of(name), LabelVersion.Kind.PSEUDO));
            case UseTruth use -> labelled(name, LabelVersion.Kind.PSEUDO);
            case TrainPrototypes train -> new TrainedNetwork(name, 10, 0.5, 1, train.labelInputs(), "none");
            case PrototypeMaps maps -> new Cams(name, "none");
            case LabelMaps label -> labelled(name, LabelVersion.Kind.PSEUDO);
            case SweepThresholds sweep -> new ThresholdCurve(sweep.thresholds(), sweep.thresholds().stream().map(_ -> 0.4).toList());
            case RefineLabels refine -> labelled(name, LabelVersion.Kind.PSEUDO);
        };
    }

    private static Labelled labelled(String name, LabelVersion.Kind kind) {
        return new Labelled(new LabelVersion(name, kind, name), OptionalDouble.of(0.5), OptionalDouble.empty(), OptionalDouble.empty(), 1);
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
