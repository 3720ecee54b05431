package dev.seedbed.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which points did best: measured ones by their objectives, then pruned ones by how far they came and what they reported there. */
final class Ranking {

    private static final Comparator<Observation> NUMBER = Comparator.comparingInt(Observation::number);
    private static final Comparator<Observation> PRUNED =
            Comparator.comparingInt((Observation one) -> -pruning(one).rung()).thenComparingDouble(one -> pruning(one).loss());

    private final Objectives objectives;
    private final List<Observation> measured;
    private final List<Observation> pruned;

    Ranking(Objectives objectives, List<Observation> observations) {
        this.objectives = objectives;
        this.measured = observations.stream().filter(Observation::measured).sorted(NUMBER).toList();
        this.pruned = observations.stream().filter(one -> one.result() instanceof Observation.Pruned).sorted(NUMBER).toList();
    }

    /** How many points have a result. */
    int size() {
        return measured.size() + pruned.size();
    }

    /** The best points, at most {@link #size()}; of equals the lower numbers. */
    List<Observation> best(int count) {
        var best = new ArrayList<>(objectives.count() == 1 ? lowest(count) : foremost(count));
        pruned.stream().sorted(PRUNED).limit(count - best.size()).forEach(best::add);
        return best;
    }

    private List<Observation> lowest(int count) {
        return measured.stream()
                .sorted(Comparator.comparingDouble(one -> objectives.losses(one.values())[0]))
                .limit(count)
                .toList();
    }

    private List<Observation> foremost(int count) {
        return objectives.pareto(measured).best(count).stream().map(measured::get).toList();
    }

    private static Observation.Pruned pruning(Observation observation) {
        return (Observation.Pruned) observation.result();
    }
}
