package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Drill;
import dev.seedbed.stage.Drilled;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.GrownSegmenter;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.SeedQuality;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.UseTruth;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Runs a method without computing anything, to see what it would ask for: a stage whose result is known gives that, any other a made-up one,
 * of which the method's course must not depend on much: networks converge, figures are in the middle.
 */
public final class Rehearsal implements Stages {

    private final Function<StageSpec<?>, Optional<?>> known;
    private final Function<StageSpec<?>, String> name;
    private final Listener listener;

    /** Who follows. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A stage is asked for.
         *
         * @param result what it is known or made up to come to
         * @param found whether it is known
         */
        void asked(StageSpec<?> stage, Object result, boolean found);
    }

    /**
     * @param known a stage's result, of its result type, where there is one
     * @param name of a stage, the same for equal stages; what a made-up result is called
     */
    public Rehearsal(Function<StageSpec<?>, Optional<?>> known, Function<StageSpec<?>, String> name, Listener listener) {
        this.known = known;
        this.name = name;
        this.listener = listener;
    }

    @Override
    public <R> R run(StageSpec<R> stage) {
        Optional<R> found = known.apply(stage).map(stage.resultType()::cast);
        R result = found.orElseGet(() -> stage.resultType().cast(madeUp(stage, Sha256.of(name.apply(stage)))));
        listener.asked(stage, result, found.isPresent());
        return result;
    }

    @Override
    public void decide(Decision decision) {
        // Nothing happens, so there is nothing to put on record.
    }

    private static Object madeUp(StageSpec<?> stage, String name) {
        return switch (stage) {
            case TrainClassifier train -> network(name, train);
            case TrainSegmenter train -> network(name, train);
            case GrowSegmenter train -> new GrownSegmenter(network(name, train), seeds());
            case TrainBoxClassifier train -> network(name, train);
            case TrainPrototypes train -> network(name, train);
            case ActivationMaps _, PrototypeMaps _ -> new Cams(name, "");
            case MineRegions _ -> labelled(name, LabelVersion.Kind.REGIONS);
            case FuseRegions _ -> labelled(name, LabelVersion.Kind.FUSED);
            case PredictLabels predict -> labelled(name, predict.makes());
            case PlaceCues _ -> new Cues(name, 1, labelled(Sha256.of(name), LabelVersion.Kind.CUES), seeds());
            case LabelBoxes _ -> new BoxLabels(labelled(name, LabelVersion.Kind.PSEUDO), labelled(Sha256.of(name), LabelVersion.Kind.PSEUDO));
            case UseTruth _, LabelMaps _, RefineLabels _ -> labelled(name, LabelVersion.Kind.PSEUDO);
            case SweepThresholds sweep -> new ThresholdCurve(sweep.thresholds(), sweep.thresholds().stream().map(_ -> 0.5).toList());
            case Drill drill -> new Drilled(drill.work().steps(), drill.aim(), drill.aim());
        };
    }

    private static TrainedNetwork network(String name, StageSpec<?> stage) {
        return new TrainedNetwork(name, 1, 0, 1, stage.labelInputs(), "");
    }

    private static SeedQuality seeds() {
        var half = OptionalDouble.of(0.5);
        return new SeedQuality(half, half, half, 0.5);
    }

    private static Labelled labelled(String name, LabelVersion.Kind kind) {
        var half = OptionalDouble.of(0.5);
        return new Labelled(new LabelVersion(name, kind, name), half, half, half, 1);
    }
}
