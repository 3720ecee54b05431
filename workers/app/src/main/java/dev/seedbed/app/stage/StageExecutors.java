package dev.seedbed.app.stage;

import dev.seedbed.stage.StageSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The executors there are, one for every kind of stage. A new one is added to this list. */
public final class StageExecutors {

    private static final Map<String, StageExecutor<?, ?>> ALL = List.of(
                    new ClassifierTrainer(),
                    new ActivationMapper(),
                    new RegionMiner(),
                    new RegionFuser(),
                    new CuePlacer(),
                    new GrowthTrainer(),
                    new SegmenterTrainer(),
                    new LabelPredictor(),
                    new PrototypeTrainer(),
                    new PrototypeMapper(),
                    new MapLabeller(),
                    new ThresholdSweeper(),
                    new LabelRefiner(),
                    new BoxClassifierTrainer(),
                    new BoxLabeller(),
                    new TruthUser(),
                    new DrillRunner())
            .stream()
            .collect(Collectors.toMap(StageExecutor::kind, Function.identity()));

    private StageExecutors() {}

    /** The version of every kind's executor. */
    public static Map<String, String> versions() {
        var versions = new TreeMap<String, String>();
        ALL.forEach((kind, executor) -> versions.put(kind, executor.version()));
        return versions;
    }

    /** The executor of a stage. */
    @SuppressWarnings("unchecked")
    public static <R> StageExecutor<StageSpec<R>, R> of(StageSpec<R> stage) {
        return (StageExecutor<StageSpec<R>, R>) ALL.get(stage.kind());
    }
}
