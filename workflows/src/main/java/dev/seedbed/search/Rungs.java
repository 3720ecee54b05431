package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Where in a trial its point is compared with others, and by what. Rungs are numbered from 1. */
public sealed interface Rungs {

    /** What a tree of rungs may hold. */
    List<String> FIELDS = List.of("stage", "round", "metric", "goal", "quality", "rungs");

    int count();

    Goal goal();

    /** What rung {@code rung} is, for people. */
    String describe(int rung);

    /**
     * Steps of a training.
     *
     * @param stage the training's kind
     * @param round which of the trial's stages of that kind, from 1
     * @param metric the metric that is compared, as the training reports it
     * @param steps the rungs, ascending, each at least 1
     */
    record Steps(String stage, int round, String metric, Goal goal, List<Integer> steps) implements Rungs {

        public Steps {
            steps = List.copyOf(steps);
            if (round < 1) {
                throw new SearchException("round", "must be at least 1, not " + round);
            }
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i) <= (i == 0 ? 0 : steps.get(i - 1))) {
                    throw new SearchException("rungs", "must be steps from 1 up, each above the one before it, not " + steps);
                }
            }
            requireSome(steps);
        }

        @Override
        public int count() {
            return steps.size();
        }

        @Override
        public String describe(int rung) {
            return metric + " of " + stage + (round == 1 ? "" : " " + round) + " at step " + steps.get(rung - 1);
        }
    }

    /**
     * The quality of the label versions that stages make.
     *
     * @param stages the rungs, in the order in which a trial reaches them, none twice
     */
    record Labels(Quality quality, List<Stage> stages) implements Rungs {

        public Labels {
            stages = List.copyOf(stages);
            if (new HashSet<>(stages).size() < stages.size()) {
                throw new SearchException("rungs", "name a stage twice: " + stages);
            }
            requireSome(stages);
        }

        @Override
        public int count() {
            return stages.size();
        }

        @Override
        public Goal goal() {
            return Goal.MAXIMIZE;
        }

        @Override
        public String describe(int rung) {
            return quality.name().toLowerCase(Locale.ROOT) + " of " + stages.get(rung - 1) + "'s labels";
        }
    }

    /**
     * A stage of a trial.
     *
     * @param kind a kind of stage that makes a label version
     * @param round which of the trial's stages of that kind, from 1
     */
    record Stage(String kind, int round) {

        public Stage {
            if (round < 1) {
                throw new SearchException("rungs", "a round is at least 1, not " + round);
            }
        }

        @Override
        public String toString() {
            return round == 1 ? kind : kind + " " + round;
        }
    }

    /** What of a label version's quality is compared; higher is better. */
    enum Quality {
        MIOU,
        COVERAGE,
        PRECISION,
        RECALL
    }

    /**
     * Of {@code {stage: train-segmenter, metric: loss, goal: minimize, rungs: [50, 100]}} or
     * {@code {quality: miou, rungs: [fuse-regions, {stage: mine-regions, round: 2}]}}.
     */
    static Rungs of(Fields fields) {
        if (fields.has("quality")) {
            for (String name : List.of("stage", "round", "metric", "goal")) {
                if (fields.has(name)) {
                    throw fields.error(name, "goes with steps of a training; by quality, rungs are stages: rungs: [fuse-regions]");
                }
            }
            var stages = new ArrayList<Stage>();
            fields.list("rungs").forEach(rung -> stages.add(stage(fields.at("rungs"), rung)));
            return new Labels(fields.constant("quality", Quality.class), stages);
        }
        var steps = new ArrayList<Integer>();
        fields.list("rungs").forEach(rung -> steps.add(Fields.intOf(fields.at("rungs"), rung)));
        return new Steps(fields.text("stage"), fields.whole("round", 1), fields.text("metric"), fields.constant("goal", Goal.class), steps);
    }

    private static Stage stage(String path, JsonNode rung) {
        if (rung.isTextual()) {
            return new Stage(rung.textValue(), 1);
        }
        Fields fields = new Fields(path, rung).only("stage", "round");
        return new Stage(fields.text("stage"), fields.whole("round", 1));
    }

    /** Into the tree that {@link #of} reads. */
    default ObjectNode tree() {
        ObjectNode tree = Json.mapper().createObjectNode();
        switch (this) {
            case Steps steps -> {
                tree.put("stage", steps.stage()).put("metric", steps.metric()).put("goal", steps.goal().name().toLowerCase(Locale.ROOT));
                if (steps.round() > 1) {
                    tree.put("round", steps.round());
                }
                var rungs = tree.putArray("rungs");
                steps.steps().forEach(rungs::add);
            }
            case Labels labels -> {
                var rungs = tree.put("quality", labels.quality().name().toLowerCase(Locale.ROOT)).putArray("rungs");
                labels.stages().forEach(stage -> {
                    if (stage.round() == 1) {
                        rungs.add(stage.kind());
                    } else {
                        rungs.addObject().put("stage", stage.kind()).put("round", stage.round());
                    }
                });
            }
        }
        return tree;
    }

    private static void requireSome(List<?> rungs) {
        if (rungs.isEmpty()) {
            throw new SearchException("rungs", "need at least one");
        }
    }
}
