package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.seedbed.artifact.LabelVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A stage as a value: all that its result depends on, and nothing else. Its kind, the executor's version and this value make its
 * {@link StageKey}.
 *
 * @param <R> the record that its result is
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainClassifier.class, name = TrainClassifier.KIND),
    @JsonSubTypes.Type(value = ActivationMaps.class, name = ActivationMaps.KIND),
    @JsonSubTypes.Type(value = MineRegions.class, name = MineRegions.KIND),
    @JsonSubTypes.Type(value = FuseRegions.class, name = FuseRegions.KIND),
    @JsonSubTypes.Type(value = TrainSegmenter.class, name = TrainSegmenter.KIND),
    @JsonSubTypes.Type(value = PredictLabels.class, name = PredictLabels.KIND),
    @JsonSubTypes.Type(value = PlaceCues.class, name = PlaceCues.KIND),
    @JsonSubTypes.Type(value = GrowSegmenter.class, name = GrowSegmenter.KIND),
    @JsonSubTypes.Type(value = TrainBoxClassifier.class, name = TrainBoxClassifier.KIND),
    @JsonSubTypes.Type(value = LabelBoxes.class, name = LabelBoxes.KIND),
    @JsonSubTypes.Type(value = UseTruth.class, name = UseTruth.KIND),
    @JsonSubTypes.Type(value = TrainPrototypes.class, name = TrainPrototypes.KIND),
    @JsonSubTypes.Type(value = PrototypeMaps.class, name = PrototypeMaps.KIND),
    @JsonSubTypes.Type(value = LabelMaps.class, name = LabelMaps.KIND),
    @JsonSubTypes.Type(value = SweepThresholds.class, name = SweepThresholds.KIND),
    @JsonSubTypes.Type(value = RefineLabels.class, name = RefineLabels.KIND),
    @JsonSubTypes.Type(value = Drill.class, name = Drill.KIND)
})
public sealed interface StageSpec<R>
        permits TrainClassifier, ActivationMaps, MineRegions, FuseRegions, TrainSegmenter, PredictLabels,
                PlaceCues, GrowSegmenter, TrainBoxClassifier, LabelBoxes, UseTruth, TrainPrototypes,
                PrototypeMaps, LabelMaps, SweepThresholds, RefineLabels, Drill {

    /** The kind's name, as rows and listings show it. */
    @JsonIgnore
    String kind();

    /** Where it runs. */
    @JsonIgnore
    Pool pool();

    /** Whether it writes checkpoints on its way, so that it can give its device back and go on later. */
    @JsonIgnore
    default boolean checkpoints() {
        return false;
    }

    /**
     * The same training with every batch computed in parts whose gradients add up, which needs less memory at once; empty where it cannot be,
     * or is already.
     *
     * @param parts at least 2
     */
    default Optional<StageSpec<R>> inParts(int parts) {
        return Optional.empty();
    }

    /** The record that its result is. */
    @JsonIgnore
    Class<R> resultType();

    /** The label versions that it starts from: the parents of those that it makes. */
    @JsonIgnore
    default List<LabelVersion> labelInputs() {
        return List.of();
    }

    /** The names of all kinds, in the order of the declaration. */
    static List<String> kinds() {
        return Arrays.stream(StageSpec.class.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::name).toList();
    }

    /** The round of its method that it belongs to, from 1, where its inputs tell. */
    @JsonIgnore
    default Optional<Integer> round() {
        return Optional.empty();
    }
}
