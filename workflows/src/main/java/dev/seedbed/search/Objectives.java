package dev.seedbed.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a search is for: one objective, or several whose best trade-offs form a Pareto front. */
public record Objectives(@JsonValue List<Objective> list) {

    /** More than this many, and nearly every point is on the front. */
    static final int MOST = 5;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Objectives {
        list = List.copyOf(list);
        if (list.isEmpty() || list.size() > MOST) {
            throw new IllegalArgumentException("a search has from 1 to " + MOST + " objectives, not " + list.size());
        }
        if (list.stream().map(Objective::figure).distinct().count() < list.size()) {
            throw new IllegalArgumentException("two objectives name the same figure: " + list.stream().map(Objective::figure).toList());
        }
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
        List<Observation> measured = observations.stream().filter(Observation::measured).toList();
        double[][] losses = measured.stream().map(one -> losses(one.values())).toArray(double[][]::new);
        return java.util.stream.IntStream.range(0, losses.length)
                .filter(i -> java.util.Arrays.stream(losses).noneMatch(other -> dominates(other, losses[i])))
                .mapToObj(measured::get)
                .sorted(Comparator.comparingInt(Observation::number))
                .toList();
    }

    /** The best by the first objective; of equals the lowest number. */
    public Optional<Observation> best(List<Observation> observations) {
        return observations.stream()
                .filter(Observation::measured)
                .min(Comparator.comparingDouble((Observation one) -> losses(one.values())[0]).thenComparingInt(Observation::number));
    }

    /** Whether losses are nowhere higher and somewhere lower than the others. */
    static boolean dominates(double[] losses, double[] others) {
        boolean lower = false;
        for (int i = 0; i < losses.length; i++) {
            if (losses[i] > others[i]) {
                return false;
            }
            lower |= losses[i] < others[i];
        }
        return lower;
    }
}
