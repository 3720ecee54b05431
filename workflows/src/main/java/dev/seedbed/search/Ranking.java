package dev.seedbed.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Observations, best first: measured ones by their objectives, then pruned ones by how far they came and what they reported there. */
final class Ranking {

    /** A measured observation and its objectives as things to make small. */
    private record Ranked(Observation observation, double[] losses) {}

    private Ranking() {}

    static List<Observation> of(Objectives objectives, List<Observation> observations) {
        List<Ranked> measured = observations.stream()
                .filter(Observation::measured)
                .map(one -> new Ranked(one, objectives.losses(one.values())))
                .sorted(Comparator.comparing(Ranked::losses, Arrays::compare).thenComparingInt(one -> one.observation().number()))
                .toList();
        Stream<Ranked> best = objectives.count() == 1 ? measured.stream() : fronts(measured).stream().flatMap(Ranking::leastCrowded);
        return Stream.concat(best.map(Ranked::observation), pruned(observations)).toList();
    }

    private static Stream<Observation> pruned(List<Observation> observations) {
        record Rung(Observation observation, Observation.Pruned pruned) {}
        return observations.stream()
                .flatMap(one -> one.result() instanceof Observation.Pruned pruned ? Stream.of(new Rung(one, pruned)) : Stream.empty())
                .sorted(Comparator.comparingInt((Rung one) -> -one.pruned().rung())
                        .thenComparingDouble(one -> one.pruned().loss())
                        .thenComparingInt(one -> one.observation().number()))
                .map(Rung::observation);
    }

    /**
     * Front after front (Deb et al., NSGA-II, 2002). In ascending order only an earlier one can dominate a later one, so that each goes to
     * the first front where none dominates it (Zhang et al., Efficient non-dominated sort, 2015).
     */
    private static List<List<Ranked>> fronts(List<Ranked> ascending) {
        var fronts = new ArrayList<List<Ranked>>();
        for (Ranked one : ascending) {
            int front = 0;
            while (front < fronts.size() && isDominated(one, fronts.get(front))) {
                front++;
            }
            if (front == fronts.size()) {
                fronts.add(new ArrayList<>());
            }
            fronts.get(front).add(one);
        }
        return fronts;
    }

    private static boolean isDominated(Ranked one, List<Ranked> front) {
        for (int i = front.size() - 1; i >= 0; i--) {
            if (Objectives.dominates(front.get(i).losses(), one.losses())) {
                return true;
            }
        }
        return false;
    }

    /** By how far neighbours on the front lie apart, summed over the objectives' shares of its extent; its ends come first. */
    private static Stream<Ranked> leastCrowded(List<Ranked> front) {
        record Place(Ranked ranked, double[] room) {}
        List<Place> places = front.stream().map(one -> new Place(one, new double[1])).toList();
        for (int k = 0; k < front.getFirst().losses().length; k++) {
            int objective = k;
            List<Place> sorted = places.stream().sorted(Comparator.comparingDouble((Place one) -> one.ranked().losses()[objective])).toList();
            double extent = sorted.getLast().ranked().losses()[k] - sorted.getFirst().ranked().losses()[k];
            sorted.getFirst().room()[0] = Double.POSITIVE_INFINITY;
            sorted.getLast().room()[0] = Double.POSITIVE_INFINITY;
            for (int i = 1; i < sorted.size() - 1 && extent > 0; i++) {
                sorted.get(i).room()[0] += (sorted.get(i + 1).ranked().losses()[k] - sorted.get(i - 1).ranked().losses()[k]) / extent;
            }
        }
        return places.stream()
                .sorted(Comparator.comparingDouble((Place one) -> -one.room()[0]).thenComparingInt(one -> one.ranked().observation().number()))
                .map(Place::ranked);
    }
}
