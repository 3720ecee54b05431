package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tree-structured Parzen estimator (Bergstra et al., NIPS 2011): of a few candidates drawn near the best points it proposes the one that
 * is likeliest among the best compared with the others. The best are a tenth, at most 25 with one objective. With several objectives
 * they are the foremost fronts, and of the last front those that dominate the most volume (MOTPE: Ozaki et al., GECCO 2020). Pruned
 * points come behind measured ones; points still running count among the others, which keeps their neighbours from being proposed;
 * failed ones are left out. A dimension is learned from the points that have it. Kernels are as in Optuna (Akiba et al., KDD 2019).
 *
 * @param startup points with a result before anything is learned from them, at least 1
 * @param multivariate whether dimensions with the same conditions are drawn together (Falkner et al., BOHB, ICML 2018); else each by itself
 */
public record TpeSampler(int startup, boolean multivariate, long seed) implements Sampler {

    private static final int CANDIDATES = 24;
    private static final int MOST_BEST = 25;

    /** @param gain the logarithm of how much likelier it is among the best than among the others */
    private record Candidate(double[] coordinates, double gain) {}

    public TpeSampler {
        if (startup < 1) {
            throw new SearchException("startup", "must be at least 1, not " + startup);
        }
    }

    static TpeSampler of(Fields fields) {
        fields.only("startup", "multivariate", "seed");
        return new TpeSampler(fields.whole("startup", 10), fields.flag("multivariate"), fields.longNumber("seed", 0));
    }

    @Override
    public String name() {
        return "tpe";
    }

    @Override
    public Optional<Proposal> propose(SearchSpace space, Objectives objectives, List<Observation> observations, int number) {
        var ranking = new Ranking(objectives, observations);
        ObjectNode numbers = Json.mapper().createObjectNode()
                .put("sampler", name()).put("seed", seed).put("number", number).put("results", ranking.size());
        if (ranking.size() < startup) {
            return Optional.of(new Proposal(
                    RandomSampler.draw(space, new Draws(seed, number)),
                    "Drawn at random: " + ranking.size() + " of the first " + startup + " points have a result.",
                    numbers.put("startup", startup)));
        }
        int tenth = Math.ceilDiv(ranking.size(), 10);
        int split = objectives.count() > 1 ? tenth : Math.min(tenth, MOST_BEST);
        List<Observation> best = byNumber(ranking.best(split).stream());
        Set<Integer> foremost = best.stream().map(Observation::number).collect(Collectors.toSet());
        List<Observation> others = byNumber(observations.stream()
                .filter(one -> one.isResult() || one.result() instanceof Observation.Running)
                .filter(one -> !foremost.contains(one.number())));
        return Optional.of(learned(space, best, others, number, numbers));
    }

    private static List<Observation> byNumber(Stream<Observation> observations) {
        return observations.sorted(Comparator.comparingInt(Observation::number)).toList();
    }

    private Proposal learned(SearchSpace space, List<Observation> best, List<Observation> others, int number, ObjectNode numbers) {
        var draws = new Draws(seed, number);
        var values = new TreeMap<String, JsonNode>();
        double gain = 0;
        for (List<Dimension> group : groups(space)) {
            if (group.getFirst().isActive(values)) {
                Candidate chosen = choose(new Parzen(group, best), new Parzen(group, others), draws);
                for (int i = 0; i < group.size(); i++) {
                    values.put(group.get(i).path(), Kernels.value(group.get(i), chosen.coordinates()[i]));
                }
                gain += chosen.gain();
            }
        }
        var named = numbers.put("candidates", CANDIDATES).put("others", others.size()).put("gain", gain).putArray("best");
        best.forEach(one -> named.add(one.number()));
        String reason = "Likelier than " + (CANDIDATES - 1) + " other candidates among the best " + best.size()
                + " points, compared with " + others.size() + " others.";
        return new Proposal(new Point(values), reason, numbers);
    }

    private static Candidate choose(Parzen best, Parzen others, Draws draws) {
        return Stream.generate(() -> best.draw(draws))
                .limit(CANDIDATES)
                .map(drawn -> new Candidate(drawn, best.logDensity(drawn) - others.logDensity(drawn)))
                .reduce((first, second) -> second.gain() > first.gain() ? second : first)
                .orElseThrow();
    }

    /** What is drawn together, choices before what depends on them. */
    private List<List<Dimension>> groups(SearchSpace space) {
        if (!multivariate) {
            return space.dimensions().stream().map(List::of).toList();
        }
        return List.copyOf(space.dimensions().stream()
                .collect(Collectors.groupingBy(dimension -> Set.copyOf(dimension.when()), LinkedHashMap::new, Collectors.toList()))
                .values());
    }
}
