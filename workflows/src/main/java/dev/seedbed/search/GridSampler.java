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
        return count(space.dimensions(), new TreeMap<>());
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
        boolean decides = rest.stream().anyMatch(one -> one.when().stream().anyMatch(condition -> condition.path().equals(first.path())));
        if (!decides) {
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

    private static Point at(SearchSpace space, long index) {
        var values = new TreeMap<String, JsonNode>();
        List<Dimension> left = space.dimensions();
        while (!left.isEmpty()) {
            Dimension first = left.getFirst();
            left = left.subList(1, left.size());
            if (!first.isActive(values)) {
                continue;
            }
            for (long i = 0; ; i++) {
                values.put(first.path(), first.value(i));
                long below = count(left, values);
                if (index < below) {
                    break;
                }
                index -= below;
            }
        }
        return new Point(values);
    }
}
