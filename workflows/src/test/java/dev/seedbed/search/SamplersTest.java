package dev.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplersTest {

    static Stream<Sampler> samplers() {
        return Stream.of(
                new RandomSampler(3), new HaltonSampler(3), new TpeSampler(10, false, 3), new TpeSampler(10, true, 3));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void proposesPointsOfTheSpaceAlone(Sampler sampler) {
        List<Observation> observations = Functions.search(sampler, Functions.MIXED, 200, SamplersTest::mixed);
        assertThat(observations).allSatisfy(one -> assertThat(Functions.MIXED.objection(one.point())).isEmpty());
        assertThat(observations.stream().map(one -> one.point().values().keySet()).distinct()).as("combinations of active dimensions").hasSize(4);
    }

    private static double mixed(Point point) {
        double rate = Math.log(Functions.number(point, "rate")) + 5;
        double shift = Functions.number(point, "shift");
        double share = Functions.number(point, "share") - 0.4;
        return rate * rate + shift * shift + share * share + point.values().size();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aProposalIsAFunctionOfWhatItIsAskedWith(Sampler sampler) {
        List<Observation> observations = new ArrayList<>(Functions.search(sampler, Functions.MIXED, 40, SamplersTest::mixed));
        Proposal proposal = sampler.propose(Functions.MIXED, Functions.LOWEST, observations, 41).orElseThrow();
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(observations, new Random(i));
            Sampler same = Json.read(Json.write(sampler), Sampler.class);
            assertThat(same.propose(Functions.MIXED, Functions.LOWEST, observations, 41)).as("from observations in another order").contains(proposal);
        }
        assertThat(sampler.propose(Functions.MIXED, Functions.LOWEST, observations, 42).orElseThrow().point()).isNotEqualTo(proposal.point());
    }

    @Test
    void tpeComesClearlyCloserToBraninsMinimumThanRandomDraws() {
        double random = median(RandomSampler::new);
        assertThat(median(seed -> new TpeSampler(10, false, seed))).isLessThan(random / 3);
        assertThat(median(seed -> new TpeSampler(10, true, seed))).isLessThan(random / 3);
    }

    /** How far the best of 60 points lies above the minimum, over seeds. */
    private static double median(LongFunction<Sampler> sampler) {
        double[] regrets = LongStream.range(0, 21)
                .mapToDouble(seed -> Functions.lowest(Functions.search(sampler.apply(seed), Functions.PLANE, 60, Functions::branin)) - 0.397887)
                .sorted()
                .toArray();
        return regrets[10];
    }

    @Test
    void tpeLearnsADimensionFromThePointsThatHaveItAlone() {
        SearchSpace space = Functions.space("""
                {"kind": {"choice": ["a", "b"]}, "x": {"float": [0, 1], "when": {"kind": ["a"]}}, "y": {"float": [0, 1], "when": {"kind": ["b"]}}}""");
        for (boolean multivariate : List.of(false, true)) {
            List<Observation> observations = Functions.search(new TpeSampler(10, multivariate, 0), space, 80, point ->
                    point.values().containsKey("x") ? Math.abs(Functions.number(point, "x") - 0.3) : 1 + Math.abs(Functions.number(point, "y") - 0.8));
            assertThat(observations.subList(60, 80).stream().filter(one -> one.point().values().containsKey("x")).count()).isGreaterThan(14);
            assertThat(Functions.lowest(observations)).isLessThan(0.01);
        }
    }

    @Test
    void tpeLeavesFailedPointsOutAndRanksPrunedOnesBehindMeasuredOnes() {
        var sampler = new TpeSampler(5, false, 0);
        List<Observation> measured = Functions.search(sampler, Functions.PLANE, 30, Functions::branin);
        Proposal without = sampler.propose(Functions.PLANE, Functions.LOWEST, measured, 33).orElseThrow();

        var failed = new ArrayList<>(measured);
        failed.add(new Observation(31, measured.getFirst().point(), new Observation.Failed()));
        failed.add(Observation.measured(32, measured.getFirst().point(), Double.NaN));
        assertThat(sampler.propose(Functions.PLANE, Functions.LOWEST, failed, 33)).contains(without);

        var pruned = new ArrayList<>(measured);
        pruned.add(new Observation(31, measured.getFirst().point(), new Observation.Pruned(2, 0, Goal.MINIMIZE)));
        Proposal with = sampler.propose(Functions.PLANE, Functions.LOWEST, pruned, 33).orElseThrow();
        assertThat(with.numbers().get("results").intValue()).isEqualTo(31);
        assertThat(with.numbers().get("best").toString()).doesNotContain("31");
    }

    @Test
    void prunedPointsRankByHowFarTheyCameThenByWhatTheyReported() {
        Point point = new Point(new TreeMap<>());
        var ranking = new Ranking(Functions.LOWEST, List.of(
                new Observation(1, point, new Observation.Pruned(1, 0.9, Goal.MAXIMIZE)),
                new Observation(2, point, new Observation.Pruned(2, 0.1, Goal.MAXIMIZE)),
                new Observation(3, point, new Observation.Pruned(2, 0.5, Goal.MAXIMIZE)),
                new Observation(4, point, new Observation.Pruned(2, Double.NaN, Goal.MAXIMIZE)),
                new Observation(5, point, new Observation.Running()),
                Observation.measured(6, point, 1e9)));
        assertThat(ranking.size()).isEqualTo(5);
        assertThat(ranking.best(5)).extracting(Observation::number).containsExactly(6, 3, 2, 4, 1);
    }

    @Test
    void tpeSpreadsOverTheFrontOfTwoObjectives() {
        var objectives = Objectives.of(new Objective("left", Goal.MINIMIZE), new Objective("right", Goal.MINIMIZE));
        SearchSpace space = Functions.space("""
                {"x": {"float": [0, 10]}, "y": {"float": [0, 10]}}""");
        var sampler = new TpeSampler(10, true, 0);
        var observations = new ArrayList<Observation>();
        for (int number = 1; number <= 100; number++) {
            Point point = sampler.propose(space, objectives, observations, number).orElseThrow().point();
            double x = Functions.number(point, "x");
            double y = Functions.number(point, "y");
            observations.add(Observation.measured(number, point, (x - 2) * (x - 2) + y * y, (x - 6) * (x - 6) + y * y));
        }
        assertThat(observations.subList(50, 100)).filteredOn(one -> Functions.number(one.point(), "y") < 2).hasSizeGreaterThan(30);
        assertThat(objectives.front(observations).stream().mapToDouble(one -> Functions.number(one.point(), "x")))
                .anyMatch(x -> x < 3).anyMatch(x -> x > 5).anyMatch(x -> x > 3 && x < 5);
    }

    @Test
    void tpeLearnsFromASpaceThatWasNarrowed() {
        for (boolean multivariate : List.of(false, true)) {
            var sampler = new TpeSampler(10, multivariate, 0);
            List<Observation> observations = Functions.search(sampler, Functions.PLANE, 40, Functions::branin);
            SearchSpace narrow = Functions.PLANE.with(SearchSpace.dimension("x", Json.read("{\"int\": [2, 3]}", JsonNode.class)));
            Proposal proposal = sampler.propose(narrow, Functions.LOWEST, observations, 41).orElseThrow();
            assertThat(narrow.objection(proposal.point())).isEmpty();
        }
    }

    @Test
    void aProposalSaysWhatItWasDecidedOn() {
        var sampler = new TpeSampler(10, false, 0);
        List<Observation> observations = Functions.search(sampler, Functions.PLANE, 25, Functions::branin);
        assertThat(sampler.propose(Functions.PLANE, Functions.LOWEST, observations.subList(0, 4), 5).orElseThrow().reason())
                .isEqualTo("Drawn at random: 4 of the first 10 points have a result.");
        Proposal learned = sampler.propose(Functions.PLANE, Functions.LOWEST, observations, 26).orElseThrow();
        assertThat(learned.reason()).isEqualTo("Likelier than 23 other candidates among the best 3 points, compared with 22 others.");
        assertThat(learned.numbers().properties().stream().map(Map.Entry::getKey))
                .containsExactly("sampler", "seed", "number", "results", "candidates", "others", "gain", "best");
    }

    @Test
    void haltonsPointsAreSpreadMoreEvenlyThanRandomOnes() {
        for (long seed = 0; seed < 5; seed++) {
            var halton = new HaltonSampler(seed);
            var draws = new Draws(seed);
            double[][] even = IntStream.rangeClosed(1, 128).mapToObj(number -> halton.places(3, number)).toArray(double[][]::new);
            double[][] random = IntStream.range(0, 128).mapToObj(i -> new double[] {draws.nextDouble(), draws.nextDouble(), draws.nextDouble()}).toArray(double[][]::new);
            assertThat(discrepancy(even)).isLessThan(discrepancy(random) / 3);
        }
    }

    /** Warnock's formula for the squared L2 star discrepancy. */
    private static double discrepancy(double[][] points) {
        double single = 0;
        double pairs = 0;
        for (double[] point : points) {
            single += Arrays.stream(point).map(x -> (1 - x * x) / 2).reduce(1, (a, b) -> a * b);
            for (double[] other : points) {
                pairs += IntStream.range(0, point.length).mapToDouble(i -> 1 - Math.max(point[i], other[i])).reduce(1, (a, b) -> a * b);
            }
        }
        return Math.pow(3, -points[0].length) - 2 * single / points.length + pairs / points.length / points.length;
    }

    @Test
    void haltonsFirstPointsOfAPrimePowerFallIntoOneIntervalEach() {
        var halton = new HaltonSampler(7);
        assertThat(IntStream.rangeClosed(1, 8).map(number -> (int) (halton.places(2, number)[0] * 8))).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(IntStream.rangeClosed(1, 9).map(number -> (int) (halton.places(2, number)[1] * 9))).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aGridIsEachPointOfTheSpaceOnce() {
        SearchSpace space = Functions.space("""
                {
                  "batch": {"int": [4, 16], "step": 4},
                  "kind": {"choice": ["a", "b", "c"]},
                  "a.share": {"float": [0.2, 0.4], "step": 0.1, "when": {"kind": ["a"]}},
                  "ab.mode": {"choice": [true, false], "when": {"kind": ["a", "b"]}},
                  "deep": {"int": [1, 5], "when": {"kind": ["b"], "ab.mode": [true]}}
                }""");
        var grid = new GridSampler();
        int points = 4 * (3 * 2 + (5 + 1) + 1);
        assertThat(grid.points(space)).hasValue(points);
        var seen = new HashSet<Point>();
        for (int number = 1; number <= points; number++) {
            Point point = grid.propose(space, Functions.LOWEST, List.of(), number).orElseThrow().point();
            assertThat(space.objection(point)).isEmpty();
            assertThat(seen.add(point)).as(point.toString()).isTrue();
        }
        assertThat(grid.propose(space, Functions.LOWEST, List.of(), points + 1)).isEmpty();
    }

    @Test
    void theNormalDistributionIsExactToElevenDigits() {
        assertThat(Normal.below(0)).isEqualTo(0.5);
        assertThat(Normal.below(1.0)).isCloseTo(0.841344746068543, within(1e-11));
        assertThat(Normal.below(-2.3456)).isCloseTo(1 - Normal.below(2.3456), within(1e-11));
        assertThat(Normal.below(1.959963984540054)).isCloseTo(0.975, within(1e-11));
        assertThat(Normal.density(0.4321)).isCloseTo(Math.exp(-0.4321 * 0.4321 / 2) / Math.sqrt(2 * Math.PI), within(1e-11));
    }

    @Test
    void aKernelsDensitySumsUpToOne() {
        var draws = new Draws(0);
        for (Dimension dimension : Functions.MIXED.dimensions()) {
            double[] observed = IntStream.range(0, 7)
                    .mapToDouble(i -> Kernels.coordinate(dimension, dimension.draw(draws.nextDouble())))
                    .toArray();
            Kernels kernels = Kernels.of(dimension, observed);
            double[] sums = new double[8];
            int steps = 100_000;
            for (int i = 0; i < steps; i++) {
                double[] products = new double[8];
                Arrays.fill(products, 1.0 / steps);
                double place = (i + 0.5) / steps;
                double coordinate = dimension instanceof Dimension.Choice choice ? (int) (place * choice.values().size()) : place;
                kernels.multiply(coordinate, products);
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += products[k];
                }
            }
            assertThat(sums).as(dimension.path()).containsExactly(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, within(1e-3));
        }
    }
}
