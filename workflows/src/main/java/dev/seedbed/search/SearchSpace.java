package dev.seedbed.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings that a search varies. As a tree, dotted paths and what each may be:
 *
 * <pre>{@code
 * segmenter.learningRate: {float: [1e-4, 1e-2], log: true}
 * segmenter.batch: {int: [4, 16], step: 4}
 * regions.reading: {choice: [peak_fraction, area_fraction]}
 * regions.threshold: {float: [0.2, 0.7], step: 0.05, when: {regions.reading: [peak_fraction]}}
 * }</pre>
 *
 * @param dimensions at least one; in the order of their paths, but a choice before what depends on it
 */
public record SearchSpace(List<Dimension> dimensions) {

    private static final List<String> KINDS = List.of("choice", "int", "float");

    public SearchSpace {
        if (dimensions.isEmpty()) {
            throw new SearchException("", "the search space is empty: name a setting, for instance segmenter.batch: {int: [4, 16]}");
        }
        var byPath = new TreeMap<String, Dimension>();
        dimensions.forEach(dimension -> {
            if (byPath.put(dimension.path(), dimension) != null) {
                throw new SearchException(dimension.path(), "occurs twice in the search space");
            }
        });
        byPath.keySet().forEach(path -> checkAlone(path, byPath.keySet()));
        byPath.values().forEach(dimension -> checkConditions(dimension, byPath));
        dimensions = ordered(byPath);
        dimensions.forEach(dimension -> checkSatisfiable(dimension, byPath));
    }

    /** @throws SearchException if the tree is no search space; its path begins with the dimension's */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SearchSpace of(JsonNode tree) {
        var fields = new Fields("", tree);
        var dimensions = new ArrayList<Dimension>();
        tree.fieldNames().forEachRemaining(path -> dimensions.add(dimension(path, fields.object().get(path))));
        return new SearchSpace(dimensions);
    }

    /** One dimension as its tree says it. */
    public static Dimension dimension(String path, JsonNode tree) {
        if (!path.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            throw new SearchException(path, "is not a dotted path of a setting");
        }
        var fields = new Fields(path, tree);
        List<String> kinds = KINDS.stream().filter(fields::has).toList();
        if (kinds.isEmpty()) {
            String given = tree.isEmpty() ? "" : tree.fieldNames().next();
            throw new SearchException(path, "must be a choice, an int or a float range, for instance {float: [0.1, 1]}"
                    + (given.isEmpty() ? "" : "; there is no kind " + given + Nearest.hint(given, KINDS)));
        }
        if (kinds.size() > 1) {
            throw new SearchException(path, "is of one kind, not " + String.join(" and ", kinds));
        }
        List<Condition> when = conditions(fields);
        if (kinds.getFirst().equals("choice")) {
            return new Dimension.Choice(path, fields.only("choice", "when").list("choice"), when);
        }
        return range(fields.only(kinds.getFirst(), "step", "log", "when"), kinds.getFirst(), when);
    }

    private static Dimension range(Fields fields, String kind, List<Condition> when) {
        boolean whole = kind.equals("int");
        List<JsonNode> ends = fields.list(kind);
        if (ends.size() != 2) {
            throw fields.error(kind, "must be two numbers, the lowest and the highest, not " + ends);
        }
        double[] numbers = ends.stream().mapToDouble(end -> number(fields.at(kind), end, whole)).toArray();
        OptionalDouble step = fields.has("step")
                ? OptionalDouble.of(number(fields.at("step"), fields.object().get("step"), whole))
                : OptionalDouble.empty();
        return new Dimension.Range(fields.path(), numbers[0], numbers[1], step, fields.flag("log"), whole, when);
    }

    private static double number(String path, JsonNode value, boolean whole) {
        return whole ? Fields.longOf(path, value) : Fields.doubleOf(path, value);
    }

    private static List<Condition> conditions(Fields fields) {
        if (!fields.has("when")) {
            return List.of();
        }
        Fields when = fields.inner("when");
        var conditions = new ArrayList<Condition>();
        when.object().fieldNames().forEachRemaining(path -> conditions.add(new Condition(path, when.list(path))));
        if (conditions.isEmpty()) {
            throw fields.error("when", "must name a choice and its values, for instance {regions.reading: [peak_fraction]}");
        }
        return conditions;
    }

    /** As the tree that {@link #of} reads. */
    @JsonValue
    public ObjectNode tree() {
        ObjectNode tree = Json.mapper().createObjectNode();
        dimensions.forEach(dimension -> tree.set(dimension.path(), tree(dimension)));
        return tree;
    }

    private static ObjectNode tree(Dimension dimension) {
        ObjectNode tree = Json.mapper().createObjectNode();
        switch (dimension) {
            case Dimension.Choice choice -> tree.putArray("choice").addAll(choice.values());
            case Dimension.Range range -> {
                var nodes = tree.putArray(range.whole() ? "int" : "float");
                nodes.add(Point.canonical(nodes.numberNode(range.from()))).add(Point.canonical(nodes.numberNode(range.to())));
                range.step().ifPresent(step -> tree.set("step", Point.canonical(nodes.numberNode(step))));
                if (range.log()) {
                    tree.put("log", true);
                }
            }
        }
        if (!dimension.when().isEmpty()) {
            ObjectNode when = tree.putObject("when");
            dimension.when().forEach(condition -> when.putArray(condition.path()).addAll(condition.values()));
        }
        return tree;
    }

    public Set<String> paths() {
        return dimensions.stream().map(Dimension::path).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * This space with another range or other values for one of its settings: narrower or wider.
     *
     * @throws SearchException if the setting is not searched, or the space would no longer be one
     */
    public SearchSpace with(Dimension changed) {
        if (!paths().contains(changed.path())) {
            throw new SearchException(changed.path(), "is not searched" + Nearest.hint(changed.path(), paths()));
        }
        return new SearchSpace(dimensions.stream().map(one -> one.path().equals(changed.path()) ? changed : one).toList());
    }

    /** The point at one place in [0, 1) per dimension, in their order; those of dimensions that are not active are not looked at. */
    Point at(double[] places) {
        var values = new TreeMap<String, JsonNode>();
        for (int i = 0; i < places.length; i++) {
            Dimension dimension = dimensions.get(i);
            if (dimension.isActive(values)) {
                values.put(dimension.path(), dimension.draw(places[i]));
            }
        }
        return new Point(values);
    }

    /** Why a point is not one of this space; empty if it is: it has a value for each active dimension and no other. */
    public Optional<SearchException> objection(Point point) {
        for (String path : point.values().keySet()) {
            if (!paths().contains(path)) {
                return Optional.of(new SearchException(path, "is not searched" + Nearest.hint(path, paths())));
            }
        }
        for (Dimension dimension : dimensions) {
            JsonNode value = point.values().get(dimension.path());
            Optional<String> objection = dimension.isActive(point.values())
                    ? value == null ? Optional.of("is missing in the point") : dimension.objection(value)
                    : value == null ? Optional.empty() : Optional.of("has no meaning in the point: it needs " + needs(dimension));
            if (objection.isPresent()) {
                return objection.map(reason -> new SearchException(dimension.path(), reason));
            }
        }
        return Optional.empty();
    }

    private static String needs(Dimension dimension) {
        return dimension.when().stream().map(Condition::toString).collect(Collectors.joining(" and "));
    }

    public boolean contains(Point point) {
        return objection(point).isEmpty();
    }

    private static void checkAlone(String path, Set<String> paths) {
        paths.stream().filter(other -> other.startsWith(path + ".")).findFirst().ifPresent(inner -> {
            throw new SearchException(inner, "is set by " + path + " as well, which lies above it");
        });
    }

    private static void checkConditions(Dimension dimension, Map<String, Dimension> byPath) {
        for (Condition condition : dimension.when()) {
            String path = dimension.path() + ".when";
            switch (byPath.get(condition.path())) {
                case null -> throw new SearchException(path, "there is no setting " + condition.path() + " in the search space"
                        + Nearest.hint(condition.path(), byPath.keySet()));
                case Dimension.Range range -> throw new SearchException(path, range.path() + " is a range; only a choice can decide");
                case Dimension.Choice choice -> condition.values().stream().filter(value -> !choice.values().contains(value)).findFirst()
                        .ifPresent(value -> {
                            throw new SearchException(path, choice.path() + " has no value " + value + ", only " + choice.values());
                        });
            }
            if (condition.values().isEmpty()) {
                throw new SearchException(path, condition.path() + " needs at least one value here");
            }
        }
    }

    private static List<Dimension> ordered(TreeMap<String, Dimension> byPath) {
        var left = new TreeMap<>(byPath);
        var ordered = new ArrayList<Dimension>();
        while (!left.isEmpty()) {
            Dimension next = left.values().stream()
                    .filter(dimension -> dimension.when().stream().noneMatch(condition -> left.containsKey(condition.path())))
                    .findFirst()
                    .orElseThrow(() -> new SearchException(left.firstKey() + ".when", "the conditions form a cycle: " + left.keySet()));
            ordered.add(left.remove(next.path()));
        }
        return ordered;
    }

    /** All conditions up the tree must be able to hold together. */
    private static void checkSatisfiable(Dimension dimension, Map<String, Dimension> byPath) {
        var allowed = new HashMap<String, Set<JsonNode>>();
        var open = new ArrayList<>(List.of(dimension));
        var seen = new HashSet<String>();
        while (!open.isEmpty()) {
            Dimension next = open.removeLast();
            if (!seen.add(next.path())) {
                continue;
            }
            for (Condition condition : next.when()) {
                allowed.computeIfAbsent(condition.path(), path -> new HashSet<>(condition.values())).retainAll(condition.values());
                open.add(byPath.get(condition.path()));
                if (allowed.get(condition.path()).isEmpty()) {
                    throw new SearchException(
                            dimension.path() + ".when", "can never hold: it asks two things of " + condition.path() + " at once");
                }
            }
        }
    }
}
