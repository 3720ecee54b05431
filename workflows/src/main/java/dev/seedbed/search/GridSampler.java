package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Every point of the space, the last dimension changing fastest. */
public record GridSampler() implements Sampler {

    @Override
    public String name() {
        return "grid";
    }

    @Override
    public Optional<Proposal> propose(SearchSpace space, Objectives objectives, List<Observation> observations, int number) {
        long points = size(space);
        if (number > points) {
            return Optional.empty();
        }
        var numbers = Json.mapper().createObjectNode().put("sampler", name()).put("number", number).put("points", points);
        return Optional.of(new Proposal(at(space, number - 1L), "Point " + number + " of a grid of " + points + ".", numbers));
    }

    @Override
    public OptionalLong points(SearchSpace space) {
        return OptionalLong.of(size(space));
    }

    private static long size(SearchSpace space) {
        space.dimensions().stream().filter(dimension -> dimension.size().isEmpty()).findFirst().ifPresent(interval -> {
            throw new SearchException(interval.path(), "a grid needs a step here, or a choice");
        });
        try {
            return count(space.dimensions(), new TreeMap<>());
        } catch (ArithmeticException e) {
            throw new SearchException("", "a grid over this space has too many points to count");
        }
    }

    /** How many points there are once the first dimensions have these values. */
    private static long count(List<Dimension> left, Map<String, JsonNode> values) {
        if (left.isEmpty()) {
            return 1;
        }
        Dimension first = left.getFirst();
        List<Dimension> rest = left.subList(1, left.size());
        if (!first.isActive(values)) {
            return count(rest, values);
        }
        if (!decides(first, rest)) {
            return Math.multiplyExact(first.size().getAsLong(), count(rest, values));
        }
        long sum = 0;
        for (long i = 0; i < first.size().getAsLong(); i++) {
            values.put(first.path(), first.value(i));
            sum = Math.addExact(sum, count(rest, values));
        }
        values.remove(first.path());
        return sum;
    }

    private static boolean decides(Dimension dimension, List<Dimension> others) {
        return others.stream().flatMap(other -> other.when().stream()).anyMatch(condition -> condition.path().equals(dimension.path()));
    }

    private static Point at(SearchSpace space, long index) {
        var values = new TreeMap<String, JsonNode>();
        List<Dimension> left = space.dimensions();
        while (!left.isEmpty()) {
            Dimension first = left.getFirst();
            left = left.subList(1, left.size());
            if (!first.isActive(values)) {
                continue;
            }
            if (decides(first, left)) {
                index = decide(first, left, values, index);
            } else {
                long below = count(left, values);
                values.put(first.path(), first.value(index / below));
                index %= below;
            }
        }
        return new Point(values);
    }

    /** Puts the value below which the point with this index lies; returns its index there. */
    private static long decide(Dimension dimension, List<Dimension> left, Map<String, JsonNode> values, long index) {
        for (long i = 0; ; i++) {
            values.put(dimension.path(), dimension.value(i));
            long below = count(left, values);
            if (index < below) {
                return index;
            }
            index -= below;
        }
    }
}
