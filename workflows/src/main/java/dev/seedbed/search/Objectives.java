package dev.seedbed.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a search is for: one objective, or several whose best trade-offs form a Pareto front. */
public record Objectives(@JsonValue List<Objective> list) {

    /** More than this many, and nearly every point is on the front. */
    private static final int MOST = 3;

    public Objectives {
        list = List.copyOf(list);
        if (list.isEmpty() || list.size() > MOST) {
            throw new SearchException("", "a search has from 1 to " + MOST + " objectives, not " + list.size());
        }
        if (list.stream().map(Objective::figure).distinct().count() < list.size()) {
            throw new SearchException("", "two objectives name the same figure: " + list.stream().map(Objective::figure).toList());
        }
    }

    /** Reads {@code [{figure: psl.val.miou, goal: maximize}]}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Objectives of(JsonNode tree) {
        if (!tree.isArray()) {
            throw new SearchException("", "must be a list of objectives, for instance [{figure: psl.val.miou, goal: maximize}]");
        }
        var objectives = new ArrayList<Objective>();
        tree.forEach(one -> {
            Fields fields = new Fields("", one).only("figure", "goal");
            objectives.add(new Objective(fields.text("figure"), fields.constant("goal", Goal.class)));
        });
        return new Objectives(objectives);
    }

    public static Objectives of(Objective... objectives) {
        return new Objectives(List.of(objectives));
    }

    public int count() {
        return list.size();
    }

    /** Values in the objectives' order as things to make small. */
    double[] losses(List<Double> values) {
        double[] losses = new double[list.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = list.get(i).goal().loss(values.get(i));
        }
        return losses;
    }

    /** The measured observations that no other beats in one objective without losing in another, by number. */
    public List<Observation> front(List<Observation> observations) {
        List<Observation> measured = observations.stream()
                .filter(Observation::measured)
                .sorted(Comparator.comparingInt(Observation::number))
                .toList();
        return pareto(measured).front().stream().sorted().map(measured::get).toList();
    }

    Pareto pareto(List<Observation> measured) {
        return new Pareto(measured.stream().map(one -> losses(one.values())).toArray(double[][]::new));
    }

    /** The best by the first objective; of equals the lowest number. */
    public Optional<Observation> best(List<Observation> observations) {
        return observations.stream()
                .filter(Observation::measured)
                .min(Comparator.comparingDouble((Observation one) -> losses(one.values())[0]).thenComparingInt(Observation::number));
    }
}
