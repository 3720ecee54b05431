package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.method.DatasetCard.Lists;
import dev.seedbed.stage.Ranges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A campaign file's content: one method on one data set, as many trials as there are variants × seeds.
 *
 * @param campaign its name: letters, digits, '.', '_' and '-', at most 100
 * @param method a name of {@link dev.seedbed.method.Methods}
 * @param dataset the name of an imported data set
 * @param seeds at least one, each at least 0, none twice
 * @param concurrency trials that may run at once, at least 1
 * @param settings the method's settings, as far as they differ from its defaults
 * @param variants by name, dotted paths of settings and their values on top of {@code settings}; none is one variant without changes
 * @param lists which lists of the data set to train on and to evaluate on; empty: {@code train} and {@code val}
 * @param claim what a paper claims of these variants
 */
public record CampaignSpec(
        String campaign,
        String method,
        String dataset,
        List<Long> seeds,
        int concurrency,
        ObjectNode settings,
        Map<String, Map<String, JsonNode>> variants,
        Optional<Lists> lists,
        Optional<Claim> claim) {

    public CampaignSpec {
        seeds = List.copyOf(seeds);
        if (!campaign.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "a campaign's name has up to 100 letters, digits, '.', '_' and '-' and begins with a letter or digit, unlike: " + campaign);
        }
        if (seeds.isEmpty() || new HashSet<>(seeds).size() != seeds.size()) {
            throw new IllegalArgumentException("seeds must name at least one seed, and none twice: " + seeds);
        }
        seeds.forEach(seed -> Ranges.atLeast("seeds", seed, 0));
        Ranges.within("concurrency", concurrency, 1, 200);
        var ordered = new TreeMap<String, Map<String, JsonNode>>();
        variants.forEach((name, changes) -> ordered.put(name, java.util.Collections.unmodifiableMap(new TreeMap<>(changes))));
        variants = java.util.Collections.unmodifiableMap(ordered);
        claim.ifPresent(made -> made.rows().forEach((row, figure) -> {
            if (!ordered.containsKey(figure.variant())) {
                throw new IllegalArgumentException("row " + row + " of the claim is about variant " + figure.variant()
                        + Nearest.hint(figure.variant(), ordered.keySet()) + "; there are " + ordered.keySet());
            }
        }));
    }

    /** A campaign without a name of its own, seeds or settings: what a file adds to. */
    static ObjectNode template() {
        ObjectNode node = Json.mapper().createObjectNode();
        node.putArray("seeds").add(0);
        node.put("concurrency", 1);
        node.putObject("settings");
        node.putObject("variants");
        return node;
    }

    /** This campaign under another name. */
    public CampaignSpec named(String name) {
        return new CampaignSpec(name, method, dataset, seeds, concurrency, settings, variants, lists, claim);
    }

    /** Names the content, the campaign's own name and its concurrency left out: neither changes what is computed. */
    @JsonIgnore
    public String contentHash() {
        ObjectNode tree = (ObjectNode) Json.tree(this);
        tree.remove(List.of("campaign", "concurrency"));
        return Sha256.of(Json.write(tree));
    }

    /** The trials, variants in the order of their names and seeds within them; numbers start at 1. */
    @JsonIgnore
    public List<TrialPlan> trials() {
        var names = new LinkedHashSet<>(variants.keySet());
        if (names.isEmpty()) {
            names.add("");
        }
        var trials = new ArrayList<TrialPlan>();
        for (String variant : names) {
            for (long seed : seeds) {
                ObjectNode own = settings.deepCopy();
                variants.getOrDefault(variant, Map.of()).forEach((path, value) -> SettingsTree.set(own, path, value));
                trials.add(new TrialPlan(trials.size() + 1, variant, seed, own));
            }
        }
        return trials;
    }

    /**
     * One trial as the file asks for it.
     *
     * @param settings what differs from the method's defaults
     */
    public record TrialPlan(int number, String variant, long seed, ObjectNode settings) {}
}
