package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.seedbed.search.Pruning;
import dev.seedbed.search.SearchException;
import dev.seedbed.stage.Ranges;
import java.util.Optional;

/**
 * On which terms a campaign runs. They begin as its file says and change as it is steered.
 *
 * @param concurrency trials at once
 * @param seeds trials of each point
 * @param search what proposes its trials; empty where they are all known
 * @param budget what it may cost
 */
public record Terms(int concurrency, int seeds, Optional<Search> search, Budget budget) {

    public Terms {
        Ranges.within("concurrency", concurrency, 1, CampaignSpec.MOST_AT_ONCE);
        if (search.isEmpty() && budget.target().isPresent()) {
            throw new IllegalArgumentException("a target is a value of a search's first objective, and there is no search");
        }
        if (search.filter(Search::isStrict).flatMap(Search::pruner).orElse(null) instanceof Pruning.Halving halving
                && halving.cohort() > atOnce(concurrency, seeds)) {
            throw new SearchException("search.pruner.asha.cohort", "a cohort of " + halving.cohort() + " points never meets: in strict order only "
                    + atOnce(concurrency, seeds) + " are tried at once (concurrency " + concurrency + " over " + seeds
                    + " seeds each); make the cohort smaller or the concurrency greater, or set order: eager");
        }
    }

    /** How many points are tried at once. */
    @JsonIgnore
    public int pointsAtOnce() {
        return atOnce(concurrency, seeds);
    }

    private static int atOnce(int concurrency, int seeds) {
        return Math.max(1, concurrency / seeds);
    }

    /** These terms with another concurrency. */
    public Terms with(int otherConcurrency) {
        return new Terms(otherConcurrency, seeds, search, budget);
    }

    /** These terms with what the budget says. */
    public Terms with(Budget other) {
        return new Terms(concurrency, seeds, search, budget.with(other));
    }

    /** These terms with another search. */
    public Terms with(Search other) {
        return new Terms(concurrency, seeds, Optional.of(other), budget);
    }
}
