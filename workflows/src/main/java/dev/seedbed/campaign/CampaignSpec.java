package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.method.DatasetCard.Lists;
import dev.seedbed.search.Point;
import dev.seedbed.stage.Ranges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A campaign file's content: one method on one data set, as many trials as there are variants × seeds, or points of a search × seeds.
 *
 * @param campaign its name: letters, digits, '.', '_' and '-', at most 100
 * @param method a name of {@link dev.seedbed.method.Methods}
 * @param dataset the name of an imported data set
 * @param seeds at least one, each at least 0, none twice
 * @param concurrency trials that may run at once, from 1 to 200
 * @param settings the method's settings, as far as they differ from its defaults
 * @param variants by name, dotted paths of settings and their values on top of {@code settings}; none is one variant without changes
 * @param lists which lists of the data set to train on and to evaluate on; empty: {@code train} and {@code val}
 * @param claim what a paper claims of these variants
 * @param search what proposes trials as results come in; goes with no variants
 * @param budget when to stop; without end unless said
 * @param gates that label versions must pass before other stages start from them; none unless said
 * @param team who is charged; else {@code SEEDBED_TEAM}, else {@code default}
 * @param priority of its stages, from 1, the highest, to 5; 3 unless said
 * @param onOutOfMemory what becomes of a training whose batch does not fit the device; it fails unless said
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
        Optional<Claim> claim,
        Optional<Search> search,
        Optional<Budget> budget,
        Optional<List<Gate>> gates,
        Optional<String> team,
        Optional<Integer> priority,
        Optional<OutOfMemory> onOutOfMemory) {

    /** Trials that a campaign may run at once, at most. */
    public static final int MOST_AT_ONCE = 200;

    /** Of a campaign that says nothing. */
    public static final int USUAL_PRIORITY = 3;

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
        Ranges.within("concurrency", concurrency, 1, MOST_AT_ONCE);
        priority.ifPresent(value -> Ranges.within("priority", value, 1, 5));
        team.ifPresent(CampaignSpec::requireTeam);
        gates = gates.map(List::copyOf).filter(some -> !some.isEmpty());
        var ordered = new TreeMap<String, Map<String, JsonNode>>();
        variants.forEach((name, changes) -> ordered.put(name, java.util.Collections.unmodifiableMap(new TreeMap<>(changes))));
        variants = java.util.Collections.unmodifiableMap(ordered);
        if (search.isPresent() && !variants.isEmpty()) {
            throw new IllegalArgumentException("a campaign has variants or a search, not both; a search tries named points first: search.points");
        }
        new Terms(concurrency, seeds.size(), search, budget.orElse(Budget.none()));
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
        return new CampaignSpec(
                name, method, dataset, seeds, concurrency, settings, variants, lists, claim, search, budget, gates, team, priority, onOutOfMemory);
    }

    private static void requireTeam(String team) {
        if (!team.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a team's name has up to 64 letters, digits, '.', '_' and '-' and begins with a letter or digit, unlike: " + team);
        }
    }

    /** The terms that it begins on. */
    @JsonIgnore
    public Terms terms() {
        return new Terms(concurrency, seeds.size(), search, budget.orElse(Budget.none()));
    }

    /** What may stop its trials or change stages of them. */
    @JsonIgnore
    public TrialCourse course() {
        return new TrialCourse(search.flatMap(Search::pruner), gates.orElse(List.of()), onOutOfMemory.orElse(OutOfMemory.FAIL));
    }

    /** Names the content, without what a campaign can be {@code set} to while it runs: its concurrency, priority, budget, number of points. */
    @JsonIgnore
    public String contentHash() {
        ObjectNode tree = (ObjectNode) Json.tree(this);
        tree.remove(List.of("campaign", "concurrency", "priority", "team", "budget"));
        if (tree.get("search") instanceof ObjectNode own) {
            own.remove("trials");
        }
        return Sha256.of(Json.write(tree));
    }

    /** The trials, variants in the order of their names and seeds within them; numbers start at 1. Of a search none is known before. */
    @JsonIgnore
    public List<TrialPlan> trials() {
        if (search.isPresent()) {
            return List.of();
        }
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

    /** A trial of a point of the search. */
    public TrialPlan trial(int number, int pointNumber, Point point, long seed) {
        ObjectNode own = settings.deepCopy();
        point.values().forEach((path, value) -> SettingsTree.set(own, path, value));
        return new TrialPlan(number, "point " + pointNumber, seed, own);
    }

    /**
     * One trial as the file asks for it.
     *
     * @param settings what differs from the method's defaults
     */
    public record TrialPlan(int number, String variant, long seed, ObjectNode settings) {}
}
