package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Spaces and functions over them to search. */
final class Functions {

    /** Every kind of dimension, some only sometimes active. */
    static final SearchSpace MIXED = space("""
            {
              "rate": {"float": [1e-4, 0.1], "log": true},
              "batch": {"int": [4, 16], "step": 4},
              "depth": {"int": [1, 100], "log": true},
              "share": {"float": [0.2, 0.7], "step": 0.05},
              "shift": {"float": [-3, 2]},
              "fixed": {"float": [7, 7]},
              "kind": {"choice": ["a", "b", "c"]},
              "a.width": {"float": [0, 1], "when": {"kind": ["a"]}},
              "ab.mode": {"choice": [1, 2.5, {"x": 1}], "when": {"kind": ["a", "b"]}},
              "ab.deep": {"int": [-5, 5], "when": {"kind": ["a"], "ab.mode": [2.5]}}
            }""");

    static final SearchSpace PLANE = space("""
            {"x": {"float": [-5, 10]}, "y": {"float": [0, 15]}}""");

    static final Objectives LOWEST = Objectives.of(new Objective("value", Goal.MINIMIZE));

    private Functions() {}

    static SearchSpace space(String json) {
        return SearchSpace.of(Json.read(json, JsonNode.class));
    }

    /** Branin's function, whose minimum is 0.397887. */
    static double branin(Point point) {
        double x = number(point, "x");
        double y = number(point, "y");
        double valley = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    static double number(Point point, String path) {
        return point.values().get(path).doubleValue();
    }

    /** What comes of a search, each point tried before the next is proposed. */
    static List<Observation> search(Sampler sampler, SearchSpace space, int points, ToDoubleFunction<Point> function) {
        var observations = new ArrayList<Observation>();
        for (int number = 1; number <= points; number++) {
            Point point = sampler.propose(space, LOWEST, observations, number).orElseThrow().point();
            observations.add(Observation.measured(number, point, function.applyAsDouble(point)));
        }
        return observations;
    }

    static double lowest(List<Observation> observations) {
        return observations.stream().mapToDouble(one -> one.values().getFirst()).min().orElseThrow();
    }
}
