package dev.seedbed.search;

import dev.seedbed.json.Json;
import java.util.List;
import java.util.Optional;

/** Every active dimension drawn by itself, uniformly on its scale. */
public record RandomSampler(long seed) implements Sampler {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public Optional<Proposal> propose(SearchSpace space, Objectives objectives, List<Observation> observations, int number) {
        var numbers = Json.mapper().createObjectNode().put("sampler", name()).put("seed", seed).put("number", number);
        return Optional.of(new Proposal(draw(space, new Draws(seed, number)), "Drawn at random.", numbers));
    }

    /** One uniform draw a dimension, whether it is active or not, so that a dimension's draw does not depend on the others' values. */
    static Point draw(SearchSpace space, Draws draws) {
        return space.at(space.dimensions().stream().mapToDouble(dimension -> draws.nextDouble()).toArray());
    }
}
