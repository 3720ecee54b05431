package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How good the samplers are. {@code SamplersBench [SEEDS] [FUNCTION...]} prints, for functions to be minimised, the median and the
 * quartiles over seeds (20) of the best of 100 points, of two objectives (zdt1) of the area that the front leaves below (1.1, 10), and the
 * processor time to ask for a point at 1,000 observations.
 */
public final class SamplersBench {

    private static final int POINTS = 100;
    private static final Objectives LOWEST = Objectives.of(new Objective("value", Goal.MINIMIZE));

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final double[] ALPHA = {1.0, 1.2, 3.0, 3.2};
    private static final double[][] A = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] P = {
        {1312, 1696, 5569, 124, 8283, 5886}, {2329, 4135, 8307, 3736, 1004, 9991},
        {2348, 1451, 3522, 2883, 3047, 6650}, {4047, 8828, 8732, 5743, 1091, 381}
    };

    /** A function over the points of a space. */
    private record Function(String name, SearchSpace space, ToDoubleFunction<Point> value) {

        static Function of(String name, ToDoubleFunction<Point> value, String space) {
            return new Function(name, SearchSpace.of(Json.read(space, JsonNode.class)), value);
        }
    }

    private static final List<Function> FUNCTIONS = List.of(
            Function.of("branin", SamplersBench::branin, """
                    {"x": {"float": [-5, 10]}, "y": {"float": [0, 15]}}"""),
            Function.of("hartmann6", SamplersBench::hartmann6, cube(6, "[0, 1]")),
            Function.of("ackley4", SamplersBench::ackley4, cube(4, "[-32, 32]")),
            Function.of("mixed", SamplersBench::mixed, """
                    {
                      "rate": {"float": [1e-5, 1e-1], "log": true},
                      "batch": {"int": [4, 64], "step": 4},
                      "depth": {"int": [1, 100], "log": true},
                      "share": {"float": [0, 1], "step": 0.05},
                      "kind": {"choice": ["a", "b", "c", "d", "e"]},
                      "mode": {"choice": ["p", "q", "r"]}
                    }"""),
            Function.of("conditional", SamplersBench::conditional, """
                    {
                      "kind": {"choice": ["near", "far", "none"]},
                      "z": {"float": [0, 1]},
                      "near.u": {"float": [-5, 5], "when": {"kind": ["near"]}},
                      "near.v": {"float": [-5, 5], "when": {"kind": ["near"]}},
                      "far.w": {"float": [1e-3, 1e3], "log": true, "when": {"kind": ["far"]}}
                    }"""));

    private SamplersBench() {}

    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Map<String, LongFunction<Sampler>> samplers = new LinkedHashMap<>();
        samplers.put("random", RandomSampler::new);
        samplers.put("halton", HaltonSampler::new);
        samplers.put("univariate", seed -> new TpeSampler(10, false, seed));
        samplers.put("multivariate", seed -> new TpeSampler(10, true, seed));
        List<String> named = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        for (Function function : FUNCTIONS.stream().filter(one -> named.isEmpty() || named.contains(one.name())).toList()) {
            samplers.forEach((name, sampler) -> {
                print(function.name(), name, LongStream.range(0, seeds)
                        .mapToDouble(seed -> lowest(search(function, sampler.apply(seed), POINTS))));
            });
        }
        if (named.isEmpty() || named.contains("zdt1")) {
            samplers.forEach((name, sampler) ->
                    print("zdt1", name, LongStream.range(0, seeds).mapToDouble(seed -> areaLeft(sampler.apply(seed)))));
        }
        for (Function function : List.of(FUNCTIONS.get(1), FUNCTIONS.get(3))) {
            for (boolean multivariate : List.of(false, true)) {
                System.out.printf("ask at 1,000 observations of %s, multivariate=%s: %.2f ms%n", function.name(), multivariate,
                        askMillis(function, new TpeSampler(10, multivariate, 0)));
            }
        }
    }

    private static void print(String function, String sampler, DoubleStream results) {
        double[] sorted = results.sorted().toArray();
        int count = sorted.length;
        System.out.printf("%-12s %-12s median %9.4f   quartiles %9.4f %9.4f%n", function, sampler,
                (sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[count / 4], sorted[count - 1 - count / 4]);
    }

    private static double areaLeft(Sampler sampler) {
        SearchSpace space = SearchSpace.of(Json.read(cube(6, "[0, 1]"), JsonNode.class));
        var objectives = Objectives.of(new Objective("left", Goal.MINIMIZE), new Objective("right", Goal.MINIMIZE));
        var observations = new ArrayList<Observation>();
        for (int number = 1; number <= POINTS; number++) {
            Point point = sampler.propose(space, objectives, observations, number).orElseThrow().point();
            observations.add(Observation.measured(number, point, zdt1(point)));
        }
        double area = 11;
        double covered = 0;
        for (Observation one : objectives.front(observations).stream()
                .sorted(Comparator.comparingDouble(one -> -one.values().getFirst())).toList()) {
            double width = 1.1 - one.values().getFirst();
            area -= (width - covered) * Math.max(0, 10 - one.values().getLast());
            covered = width;
        }
        return area;
    }

    /** Zitzler, Deb, Thiele, 2000. */
    private static double[] zdt1(Point point) {
        double[] x = numbers(point);
        double g = 1 + 9 * Arrays.stream(x).skip(1).average().orElseThrow();
        return new double[] {x[0], g * (1 - Math.sqrt(x[0] / g))};
    }

    private static List<Observation> search(Function function, Sampler sampler, int points) {
        var observations = new ArrayList<Observation>();
        for (int number = 1; number <= points; number++) {
            Point point = sampler.propose(function.space(), LOWEST, observations, number).orElseThrow().point();
            observations.add(Observation.measured(number, point, function.value().applyAsDouble(point)));
        }
        return observations;
    }

    private static double lowest(List<Observation> observations) {
        return observations.stream().mapToDouble(one -> one.values().getFirst()).min().orElseThrow();
    }

    private static double askMillis(Function function, Sampler sampler) {
        List<Observation> observations = search(function, sampler, 1000);
        long[] nanos = IntStream.range(0, 101).mapToLong(i -> {
            long start = THREADS.getCurrentThreadCpuTime();
            sampler.propose(function.space(), LOWEST, observations, 1001 + i);
            return THREADS.getCurrentThreadCpuTime() - start;
        }).sorted().toArray();
        return nanos[nanos.length / 2] / 1e6;
    }

    private static String cube(int dimensions, String range) {
        return IntStream.range(0, dimensions).mapToObj(j -> "\"x" + j + "\": {\"float\": " + range + "}").toList().toString()
                .replaceFirst("^.", "{").replaceFirst(".$", "}");
    }

    private static double number(Point point, String path) {
        return point.values().get(path).doubleValue();
    }

    private static String text(Point point, String path) {
        return point.values().get(path).textValue();
    }

    private static double[] numbers(Point point) {
        return point.values().values().stream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static double branin(Point point) {
        double x = number(point, "x");
        double valley = number(point, "y") - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    private static double hartmann6(Point point) {
        double[] x = numbers(point);
        return -IntStream.range(0, 4)
                .mapToDouble(i -> ALPHA[i] * Math.exp(-IntStream.range(0, 6).mapToDouble(j -> A[i][j] * square(x[j] - P[i][j] * 1e-4)).sum()))
                .sum();
    }

    private static double ackley4(Point point) {
        double[] x = numbers(point);
        double squares = Arrays.stream(x).map(SamplersBench::square).average().orElseThrow();
        double waves = Arrays.stream(x).map(v -> Math.cos(2 * Math.PI * v)).average().orElseThrow();
        return -20 * Math.exp(-0.2 * Math.sqrt(squares)) - Math.exp(waves) + 20 + Math.E;
    }

    private static double mixed(Point point) {
        String kind = text(point, "kind");
        double offset = Map.of("a", -3.0, "b", -2.0, "c", -4.0, "d", -2.5, "e", -3.5).get(kind);
        return square(Math.log10(number(point, "rate")) - offset)
                + square((number(point, "batch") - 24) / 16)
                + square(Math.log(number(point, "depth") / 12)) / 2
                + 4 * square(number(point, "share") - 0.35)
                + Map.of("a", 0.6, "b", 1.5, "c", 0.0, "d", 1.0, "e", 0.3).get(kind)
                + Map.of("p", 0.5, "q", 0.0, "r", 1.0).get(text(point, "mode"));
    }

    private static double conditional(Point point) {
        double z = number(point, "z");
        return switch (text(point, "kind")) {
            case "near" -> 0.5 + square(number(point, "near.u") - 1) + square(number(point, "near.v") + 2) + 4 * square(z - 0.2);
            case "far" -> {
                double w = Math.log10(number(point, "far.w"));
                yield square(w - 1.3) + 4 * square(z - 0.8) + 0.2 * (1 + Math.cos(6 * w - 7.8 + Math.PI));
            }
            default -> 2 + square(z - 0.5);
        };
    }

    private static double square(double x) {
        return x * x;
    }
}
