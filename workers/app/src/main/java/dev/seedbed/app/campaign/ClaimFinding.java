package dev.seedbed.app.campaign;

import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.campaign.Claim;
import dev.seedbed.tracking.campaign.TrialRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A paper's claim beside what a campaign's trials came to.
 *
 * @param rows in the order in which the claim first names them
 * @param comparisons of neighbours in the claim's orders
 * @param verdict the least of the comparisons' verdicts
 */
public record ClaimFinding(
        String campaign, String dataset, String says, String source, List<Row> rows, List<Comparison> comparisons, Verdict verdict) {

    /** How far a comparison holds, from the least. */
    public enum Verdict {
        /** Some seed has not both figures yet. */
        OPEN,
        /** Not even the means stand in the paper's order. */
        FAILS,
        /** The means do, but not in every seed. */
        ON_AVERAGE,
        /** In every seed. */
        HOLDS
    }

    /**
     * A row of the claim.
     *
     * @param paper what the paper reports
     * @param ours figure by seed
     * @param mean of ours, deviation: the sample standard deviation of two or more
     */
    public record Row(
            String name, String variant, String figure, OptionalDouble paper, SortedMap<Long, Double> ours, OptionalDouble mean, OptionalDouble deviation) {

        private static Row of(String name, Claim.Row row, SortedMap<Long, Double> ours) {
            OptionalDouble mean = ours.values().stream().mapToDouble(Double::doubleValue).average();
            double squares = ours.values().stream().mapToDouble(value -> Math.pow(value - mean.orElseThrow(), 2)).sum();
            OptionalDouble deviation = ours.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (ours.size() - 1)));
            return new Row(name, row.variant(), row.figure(), row.paper(), ours, mean, deviation);
        }
    }

    /**
     * Two rows of which the claim says that the first is lower.
     *
     * @param seeds that have both figures
     * @param seedsHolding those in which it is
     */
    public record Comparison(String lower, String higher, int seeds, int seedsHolding, Verdict verdict) {

        private static Comparison of(Row lower, Row higher, int planned) {
            List<Double> gains = lower.ours.keySet().stream()
                    .filter(higher.ours::containsKey)
                    .map(seed -> higher.ours.get(seed) - lower.ours.get(seed))
                    .toList();
            int holding = (int) gains.stream().filter(gain -> gain > 0).count();
            double mean = gains.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            Verdict verdict = gains.size() < planned
                    ? Verdict.OPEN
                    : holding == gains.size() ? Verdict.HOLDS : mean > 0 ? Verdict.ON_AVERAGE : Verdict.FAILS;
            return new Comparison(lower.name, higher.name, gains.size(), holding, verdict);
        }
    }

    /** What a campaign's trials, done or not, say to its claim. */
    static ClaimFinding of(String campaign, CampaignSpec spec, Claim claim, List<TrialRow> trials) {
        Map<String, Row> rows = claim.rows().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, row -> Row.of(row.getKey(), row.getValue(), figures(row.getValue(), spec, trials))));
        List<Comparison> comparisons = new ArrayList<>();
        for (List<String> order : claim.ascending()) {
            for (int i = 1; i < order.size(); i++) {
                comparisons.add(Comparison.of(rows.get(order.get(i - 1)), rows.get(order.get(i)), spec.seeds().size()));
            }
        }
        List<Row> ordered = claim.ascending().stream().flatMap(List::stream).distinct().map(rows::get).toList();
        Verdict verdict = comparisons.stream().map(Comparison::verdict).min(Verdict::compareTo).orElseThrow();
        return new ClaimFinding(campaign, spec.dataset(), claim.says(), claim.source(), ordered, comparisons, verdict);
    }

    private static SortedMap<Long, Double> figures(Claim.Row row, CampaignSpec spec, List<TrialRow> trials) {
        Map<Integer, CampaignSpec.TrialPlan> plans =
                spec.trials().stream().collect(Collectors.toMap(CampaignSpec.TrialPlan::number, plan -> plan));
        SortedMap<Long, Double> figures = new TreeMap<>();
        trials.stream()
                .filter(trial -> Objects.requireNonNull(plans.get(trial.number())).variant().equals(row.variant()))
                .forEach(trial -> trial.result()
                        .map(result -> result.path("figures").path(row.figure()))
                        .filter(figure -> figure.isNumber())
                        .ifPresent(figure -> figures.put(trial.seed(), figure.asDouble())));
        return figures;
    }
}
