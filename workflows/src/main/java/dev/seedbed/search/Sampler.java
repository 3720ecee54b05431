package dev.seedbed.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How the next point is chosen. A proposal is a pure function of all that it is asked with. */
public sealed interface Sampler permits GridSampler, RandomSampler, HaltonSampler, TpeSampler {

    List<String> NAMES = List.of("grid", "random", "halton", "tpe");

    /** Its name in a campaign file. */
    String name();

    /**
     * The next point.
     *
     * @param observations what is known of earlier points, in any order, of this space or of one that it was narrowed or widened from
     * @param number counts the sampler's proposals, from 1
     * @return empty when there is nothing left to propose: a grid of fewer points than {@code number}
     */
    Optional<Proposal> propose(SearchSpace space, Objectives objectives, List<Observation> observations, int number);

    /**
     * How many points there are to propose; empty if there is no end.
     *
     * @throws SearchException if this sampler cannot search the space: a grid over an interval without a step
     */
    default OptionalLong points(SearchSpace space) {
        return OptionalLong.empty();
    }

    /**
     * Reads {@code {tpe: {startup: 8, multivariate: true, seed: 0}}}, {@code {grid: {}}}, {@code {random: {seed: 0}}} or
     * {@code {halton: {seed: 0}}}.
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Sampler of(JsonNode tree) {
        var fields = new Fields("", tree);
        if (tree.size() != 1) {
            throw new SearchException("", "must be one sampler, for instance {tpe: {seed: 0}}; there are " + String.join(", ", NAMES));
        }
        String name = tree.fieldNames().next();
        return switch (name) {
            case "grid" -> {
                fields.inner(name).only();
                yield new GridSampler();
            }
            case "random" -> new RandomSampler(fields.read(name, own -> own.only("seed").longNumber("seed", 0)));
            case "halton" -> new HaltonSampler(fields.read(name, own -> own.only("seed").longNumber("seed", 0)));
            case "tpe" -> fields.read(name, TpeSampler::of);
            default -> throw new SearchException("", "there is no sampler " + name + Nearest.hint(name, NAMES));
        };
    }

    /** As the tree that {@link #of} reads. */
    @JsonValue
    default ObjectNode tree() {
        ObjectNode tree = Json.mapper().createObjectNode();
        ObjectNode settings = tree.putObject(name());
        switch (this) {
            case GridSampler grid -> {}
            case RandomSampler random -> settings.put("seed", random.seed());
            case HaltonSampler halton -> settings.put("seed", halton.seed());
            case TpeSampler tpe -> settings.put("startup", tpe.startup()).put("multivariate", tpe.multivariate()).put("seed", tpe.seed());
        }
        return tree;
    }
}
