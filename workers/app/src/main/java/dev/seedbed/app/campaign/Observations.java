package dev.seedbed.app.campaign;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.campaign.Search;
import dev.seedbed.json.Json;
import dev.seedbed.search.Goal;
import dev.seedbed.search.Objective;
import dev.seedbed.search.Observation;
import dev.seedbed.search.Point;
import dev.seedbed.search.Pruning;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.ObservationRow;
import dev.seedbed.tracking.campaign.OpenPoint;
import dev.seedbed.tracking.campaign.SeedResult;
import dev.seedbed.tracking.campaign.TrialState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a search learns: its points' trials summed up over seeds, recorded in an order that samplers can rely on. */
record Observations(CourseRows rows, Search search) {

    /**
     * Records what came of points whose trials have all ended. In strict order a point is observed after all before it, so that the
     * observations are the same whoever finished first.
     */
    void record() {
        List<OpenPoint> open = rows.openPoints();
        List<Integer> ready = (search.isStrict() ? open.stream().takeWhile(OpenPoint::complete) : open.stream().filter(OpenPoint::complete))
                .map(OpenPoint::number)
                .toList();
        if (ready.isEmpty()) {
            return;
        }
        Map<Integer, List<SeedResult>> results =
                rows.results(ready).stream().collect(Collectors.groupingBy(SeedResult::point, TreeMap::new, Collectors.toList()));
        int ordinal = rows.observations();
        for (var point : results.entrySet()) {
            rows.observe(summed(++ordinal, point.getKey(), point.getValue()));
        }
    }

    private ObservationRow summed(int ordinal, int point, List<SeedResult> seeds) {
        List<List<Double>> values = search.objectives().list().stream()
                .map(objective -> seeds.stream().map(seed -> value(objective, seed)).toList())
                .toList();
        boolean measured = seeds.stream().allMatch(seed -> seed.state() == TrialState.DONE)
                && values.stream().flatMap(List::stream).allMatch(Double::isFinite);
        ObservationRow.State state = measured ? ObservationRow.State.MEASURED : worst(seeds);
        Optional<CourseRows.LastRung> rung = state == ObservationRow.State.PRUNED
                ? rows.lastRungs(List.of(point)).stream().min(Comparator.comparingInt(CourseRows.LastRung::rung))
                : Optional.empty();
        return new ObservationRow(
                ordinal, point, Json.mapper().nullNode(), state,
                measured ? values.stream().map(Observations::mean).toList() : List.of(),
                measured ? values.stream().map(Observations::deviation).toList() : List.of(),
                rung.map(last -> OptionalInt.of(last.rung())).orElse(OptionalInt.empty()),
                rung.map(last -> OptionalDouble.of(last.value())).orElse(OptionalDouble.empty()));
    }

    /** Not a number where the trial has not reported it. */
    private static double value(Objective objective, SeedResult seed) {
        return objective.figure().equals(Objective.DEVICE_SECONDS)
                ? seed.deviceSeconds()
                : seed.figures().map(figures -> figures.path(objective.figure()).asDouble(Double.NaN)).orElse(Double.NaN);
    }

    private static ObservationRow.State worst(List<SeedResult> seeds) {
        List<TrialState> states = seeds.stream().map(SeedResult::state).toList();
        return states.contains(TrialState.CANCELLED)
                ? ObservationRow.State.CANCELLED
                : states.contains(TrialState.PRUNED) ? ObservationRow.State.PRUNED : ObservationRow.State.FAILED;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double deviation(List<Double> values) {
        double mean = mean(values);
        double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
    }

    /** A row as samplers take it. */
    Observation read(ObservationRow row) {
        Observation.Result result = switch (row.state()) {
            case MEASURED -> new Observation.Measured(row.objectives());
            case PRUNED -> row.value().isPresent()
                    ? new Observation.Pruned(row.rung().orElseThrow(), row.value().getAsDouble(), goal())
                    : new Observation.Failed();
            case FAILED, CANCELLED -> new Observation.Failed();
        };
        return new Observation(row.point(), point(row.settings()), result);
    }

    private Goal goal() {
        return search.pruner().map(Pruning::rungs).map(rungs -> rungs.goal()).orElse(Goal.MAXIMIZE);
    }

    static Point point(JsonNode settings) {
        return Point.of(Json.mapper().convertValue(settings, new TypeReference<Map<String, JsonNode>>() {}));
    }
}
