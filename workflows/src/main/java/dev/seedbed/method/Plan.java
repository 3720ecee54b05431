package dev.seedbed.method;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.Drill;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.Training;
import dev.seedbed.stage.UseTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a campaign's trials would ask for: their stages, each once, with what each starts from. Made by rehearsing their methods. */
public final class Plan {

    private final Function<StageSpec<?>, Optional<?>> known;
    private final Function<StageSpec<?>, String> name;
    private final SequencedMap<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Integer> origins = new HashMap<>();

    /**
     * A stage of the plan.
     *
     * @param number from 1, in the order in which the trials first ask
     * @param from numbers of the stages that it starts from
     * @param trainingSteps steps of the optimizer, of a training
     * @param images that it looks at, or that an epoch of it does
     * @param found whether its result is there already
     * @param trials numbers of the trials that ask for it
     */
    public record Step(
            int number, String kind, Optional<Integer> round, List<Integer> from, OptionalLong trainingSteps, int images, boolean found, List<Integer> trials) {

        private Step alsoFor(int trial) {
            var more = new TreeSet<>(trials);
            more.add(trial);
            return new Step(number, kind, round, from, trainingSteps, images, found, List.copyOf(more));
        }
    }

    /**
     * @param known a stage's result, where it was computed before
     * @param name of a stage, the same for equal stages
     */
    public Plan(Function<StageSpec<?>, Optional<?>> known, Function<StageSpec<?>, String> name) {
        this.known = known;
        this.name = name;
    }

    /** Adds what a trial would ask for. */
    public <S extends Record> void add(int number, Method<S> method, Trial<S> trial) {
        method.run(trial, new Rehearsal(known, name, (stage, result, found) -> add(number, stage, result, found, trial.dataset())));
    }

    private void add(int trial, StageSpec<?> stage, Object result, boolean found, DatasetCard dataset) {
        Step step = steps.computeIfAbsent(name.apply(stage), _ -> new Step(
                steps.size() + 1, stage.kind(), stage.round(), origins(Json.tree(stage)), trainingSteps(stage, dataset),
                dataset.splits().getOrDefault(images(stage), 0), found, List.of()));
        steps.put(name.apply(stage), step.alsoFor(trial));
        hashes(Json.tree(result)).forEach(hash -> origins.putIfAbsent(hash, step.number()));
    }

    /** The stages, in the order in which the trials first ask for them. */
    public List<Step> steps() {
        return List.copyOf(steps.values());
    }

    private List<Integer> origins(JsonNode stage) {
        return hashes(stage).stream().filter(origins::containsKey).map(origins::get).distinct().sorted().toList();
    }

    private static List<String> hashes(JsonNode tree) {
        var hashes = new ArrayList<String>();
        if (tree.isTextual() && tree.textValue().matches("[0-9a-f]{64}")) {
            hashes.add(tree.textValue());
        }
        tree.forEach(inner -> hashes.addAll(hashes(inner)));
        return hashes;
    }

    private static String images(StageSpec<?> stage) {
        return Json.tree(stage).path("images").path("split").asText();
    }

    private static OptionalLong trainingSteps(StageSpec<?> stage, DatasetCard dataset) {
        return stage instanceof Drill drill ? OptionalLong.of(drill.work().steps()) : training(stage)
                .map(training -> OptionalLong.of(training.stepsOver(dataset.splits().getOrDefault(images(stage), 0))))
                .orElse(OptionalLong.empty());
    }

    private static Optional<Training> training(StageSpec<?> stage) {
        return switch (stage) {
            case TrainClassifier train -> Optional.of(train.training());
            case TrainSegmenter train -> Optional.of(train.training());
            case GrowSegmenter train -> Optional.of(train.training());
            case TrainBoxClassifier train -> Optional.of(train.training());
            case TrainPrototypes train -> Optional.of(train.training());
            case ActivationMaps _, MineRegions _, FuseRegions _, PredictLabels _, PlaceCues _, LabelBoxes _, UseTruth _, PrototypeMaps _, LabelMaps _,
                    SweepThresholds _, RefineLabels _, Drill _ -> Optional.empty();
        };
    }
}
