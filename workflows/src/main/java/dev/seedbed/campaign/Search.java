package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.search.Dimension;
import dev.seedbed.search.Objectives;
import dev.seedbed.search.Point;
import dev.seedbed.search.Pruning;
import dev.seedbed.search.Sampler;
import dev.seedbed.search.SearchException;
import dev.seedbed.search.SearchSpace;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A search over settings: points of a space, each tried as one trial a seed.
 *
 * @param space what is varied and within which bounds
 * @param points that are tried first, in their order; none unless said
 * @param sampler what proposes the points after those; for instance {@code {tpe: {startup: 8, multivariate: true, seed: 0}}}
 * @param trials how many points are tried, given ones included, at least 1; empty: as many as the sampler has, which then must have an end
 * @param objectives the figures that count, from 1 to 3; of several seeds the mean counts. Several objectives make a Pareto front
 * @param pruner what stops trials that promise little; none unless said
 * @param order strict unless said
 */
public record Search(
        SearchSpace space,
        Optional<List<Point>> points,
        Sampler sampler,
        OptionalInt trials,
        Objectives objectives,
        Optional<Pruning> pruner,
        Optional<Order> order) {

    private static final int MOST = 100_000;

    /** What a decision may depend on. */
    public enum Order {
        /**
         * Point n is proposed from exactly the points up to n − w, where w are tried at once, and rungs close by fixed cohorts: the course
         * does not depend on who finished first.
         */
        STRICT,
        /** As results arrive. */
        EAGER
    }

    public Search {
        points = points.map(List::copyOf).filter(given -> !given.isEmpty());
        trials.ifPresent(count -> Ranges.within("trials", count, 1, MOST));
        order = order.filter(said -> said != Order.STRICT);
        OptionalLong proposals = sampler.points(space);
        if (trials.isEmpty() && proposals.isEmpty()) {
            throw new SearchException("trials", "a search by " + sampler.name() + " has no end; say how many points to try, for instance trials: 24");
        }
    }

    /** @throws SearchException if one of the given points is not of the space */
    void requireGivenPointsInside() {
        for (int i = 0; i < given().size(); i++) {
            int number = i + 1;
            space.objection(given().get(i)).ifPresent(objection -> {
                throw new SearchException("points", "point " + number + " is not of the space: " + objection.getMessage());
            });
        }
    }

    /** The points that are tried first. */
    @JsonIgnore
    public List<Point> given() {
        return points.orElse(List.of());
    }

    @JsonIgnore
    public boolean isStrict() {
        return order.isEmpty();
    }

    /** How many points are tried in all. */
    @JsonIgnore
    public int most() {
        long proposals = sampler.points(space).orElse(MOST);
        return (int) Math.min(MOST, Math.min(given().size() + proposals, trials.orElse(MOST)));
    }

    /** This search over another space; points given before stay although they may lie outside. */
    public Search over(SearchSpace changed) {
        return new Search(changed, points, sampler, trials, objectives, pruner, order);
    }

    /** This search with so many points in all. */
    public Search of(int points) {
        return new Search(space, this.points, sampler, OptionalInt.of(points), objectives, pruner, order);
    }

    /** This search with a point more, and a trial more where their number is said. */
    public Search with(Point point) {
        var more = new ArrayList<>(given());
        more.add(point);
        OptionalInt count = trials.isPresent() ? OptionalInt.of(trials.getAsInt() + 1) : trials;
        return new Search(space, Optional.of(more), sampler, count, objectives, pruner, order);
    }

    /** Points that reach every end of every dimension: what must be possible for the space to be. */
    public List<Point> ends() {
        var points = new ArrayList<Point>();
        for (Dimension dimension : space.dimensions()) {
            for (JsonNode end : ends(dimension)) {
                points.add(reaching(dimension, end));
            }
        }
        return points.stream().distinct().toList();
    }

    private static List<JsonNode> ends(Dimension dimension) {
        return switch (dimension) {
            case Dimension.Choice choice -> choice.values();
            case Dimension.Range range when range.size().isPresent() ->
                    List.of(range.value(0), range.value(range.size().getAsLong() - 1));
            case Dimension.Range range -> List.of(Json.tree(range.from()), Json.tree(range.to()));
        };
    }

    /** All other dimensions at their first values, except for what the dimension's own conditions ask. */
    private Point reaching(Dimension wanted, JsonNode end) {
        var values = new TreeMap<String, JsonNode>();
        var fixed = new TreeMap<String, List<JsonNode>>();
        require(wanted, fixed);
        for (Dimension dimension : space.dimensions()) {
            if (dimension.isActive(values)) {
                JsonNode value = dimension.equals(wanted) ? end : fixed.getOrDefault(dimension.path(), ends(dimension)).getFirst();
                values.put(dimension.path(), value);
            }
        }
        return new Point(values);
    }

    private void require(Dimension dimension, TreeMap<String, List<JsonNode>> fixed) {
        dimension.when().forEach(condition -> {
            fixed.merge(condition.path(), condition.values(), (a, b) -> a.stream().filter(b::contains).toList());
            space.dimensions().stream().filter(other -> other.path().equals(condition.path())).forEach(other -> require(other, fixed));
        });
    }
}
