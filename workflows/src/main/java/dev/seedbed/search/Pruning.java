package dev.seedbed.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Stops trials of points that do worse than others at rungs. A verdict is a pure function of the reports that it is given. */
public sealed interface Pruning {

    Rungs rungs();

    /**
     * A point goes on if it is no worse than the median of others at the rung (Golovin et al., Vizier, KDD 2017, section 3.2.2, with
     * values at the rung itself).
     *
     * @param warmup a point is stopped only when at least this many others have reported; at least 1
     */
    record Median(Rungs rungs, int warmup) implements Pruning {

        public Median {
            if (warmup < 1) {
                throw new SearchException("warmup", "must be at least 1, not " + warmup);
            }
        }

        /**
         * @param own the point's report
         * @param others the others' at the rung: in strict order those of the points that its proposal knew, which have all ended; in
         *     eager order those that have reported so far
         */
        public Verdict judge(int rung, Report own, List<Report> others) {
            double[] losses = others.stream()
                    .filter(other -> other.number() != own.number() && other.value().isPresent())
                    .mapToDouble(other -> other.loss(rungs.goal()))
                    .sorted()
                    .toArray();
            ObjectNode numbers = own.numbers(rung).put("others", losses.length);
            if (losses.length < warmup) {
                return new Verdict(Verdict.Decision.GO_ON, "Goes on: only " + losses.length + " of " + warmup + " others have reported "
                        + rungs.describe(rung) + ".", numbers);
            }
            double median = rungs.goal().loss((losses[(losses.length - 1) / 2] + losses[losses.length / 2]) / 2);
            boolean goesOn = own.loss(rungs.goal()) <= rungs.goal().loss(median);
            Report.put(numbers, "median", median);
            return new Verdict(
                    goesOn ? Verdict.Decision.GO_ON : Verdict.Decision.STOP,
                    (goesOn ? "Goes on: no worse" : "Stopped: worse") + " than the median of " + losses.length + " others, " + median
                            + ", by " + rungs.describe(rung) + ".",
                    numbers);
        }
    }

    /**
     * Successive halving. In strict order by fixed cohorts (Jamieson, Talwalkar, AISTATS 2016), in eager order asynchronously (ASHA: Li et
     * al., MLSys 2020).
     *
     * @param eta η: one in η goes on at each rung, at least 2
     * @param cohort points that are compared with each other in strict order: consecutive ones, at least 2
     */
    record Halving(Rungs rungs, int eta, int cohort) implements Pruning {

        public Halving {
            if (eta < 2) {
                throw new SearchException("eta", "must be at least 2, not " + eta);
            }
            if (cohort < 2) {
                throw new SearchException("cohort", "must be at least 2, not " + cohort);
            }
        }

        /** The first number of the cohort that a point belongs to. */
        public int cohortOf(int number) {
            return number - (number - 1) % cohort;
        }

        /** How many of a cohort of {@code size} points go on at a rung: ⌈size / η^rung⌉. */
        public int places(int size, int rung) {
            int places = size;
            for (int i = 0; i < rung && places > 1; i++) {
                places = Math.ceilDiv(places, eta);
            }
            return places;
        }

        /**
         * Closes a rung for a whole cohort.
         *
         * @param reports one for each point of the cohort, in any order; of those that ended before the rung without a value
         * @return a verdict for each point that has a value, by its number
         */
        public SortedMap<Integer, Verdict> close(int rung, List<Report> reports) {
            int places = places(reports.size(), rung);
            var verdicts = new TreeMap<Integer, Verdict>();
            List<Report> ranked = ranked(reports);
            for (int i = 0; i < ranked.size(); i++) {
                boolean goesOn = i < places;
                ObjectNode numbers = ranked.get(i).numbers(rung)
                        .put("rank", i + 1).put("reported", ranked.size()).put("cohort", reports.size()).put("places", places);
                verdicts.put(ranked.get(i).number(), new Verdict(
                        goesOn ? Verdict.Decision.GO_ON : Verdict.Decision.STOP,
                        (goesOn ? "Goes on: " : "Stopped: ") + rank(rung, i + 1, ranked.size()) + "; of a cohort of " + reports.size() + " "
                                + best(places),
                        numbers));
            }
            return verdicts;
        }

        /**
         * Judges one point by those that have reported at the rung so far, itself among them: it goes on as one of the best
         * ⌊reported / η⌋.
         *
         * @param more whether another point may still report at this rung; when none may, what does not go on is stopped, but at least
         *     the best goes on
         */
        public Verdict judge(int rung, Report own, List<Report> reports, boolean more) {
            List<Report> ranked = ranked(reports);
            int rank = 1 + ranked.indexOf(own);
            if (rank == 0) {
                throw new IllegalArgumentException("point " + own.number() + " is not among those that have reported: " + ranked);
            }
            int places = Math.max(ranked.size() / eta, more ? 0 : 1);
            ObjectNode numbers = own.numbers(rung).put("rank", rank).put("reported", ranked.size()).put("places", places);
            Verdict.Decision decision = rank <= places ? Verdict.Decision.GO_ON : more ? Verdict.Decision.WAIT : Verdict.Decision.STOP;
            String verb = switch (decision) {
                case GO_ON -> "Goes on: ";
                case WAIT -> "Waits: ";
                case STOP -> "Stopped, since no other point is to come: ";
            };
            return new Verdict(decision, verb + rank(rung, rank, ranked.size()) + "; " + best(places), numbers);
        }

        private String rank(int rung, int rank, int reported) {
            return "rank " + rank + " of " + reported + " by " + rungs.describe(rung);
        }

        private static String best(int places) {
            return "the best " + places + (places == 1 ? " goes on." : " go on.");
        }

        /** Those that have a value, best first; of equals the lower number. */
        private List<Report> ranked(List<Report> reports) {
            return reports.stream()
                    .filter(report -> report.value().isPresent())
                    .sorted(Comparator.comparingDouble((Report report) -> report.loss(rungs.goal())).thenComparingInt(Report::number))
                    .toList();
        }
    }

    /**
     * Reads {@code {asha: {…, eta: 3, cohort: 6}}} or {@code {median: {…, warmup: 4}}}, where the rungs are steps of a training,
     * {@code stage: train-segmenter, metric: loss, goal: minimize, rungs: [50, 100]}, or the labels that stages make,
     * {@code quality: miou, rungs: [fuse-regions]}.
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Pruning of(JsonNode tree) {
        var fields = new Fields("", tree);
        List<String> names = List.of("asha", "median");
        if (tree.size() != 1) {
            throw new SearchException("", "must be one pruner; there are " + String.join(", ", names));
        }
        String name = tree.fieldNames().next();
        return switch (name) {
            case "asha" -> fields.read(name, asha -> new Halving(
                    Rungs.of(asha.only(with("eta", "cohort"))), asha.whole("eta", 3), asha.whole("cohort", 6)));
            case "median" -> fields.read(name, median -> new Median(Rungs.of(median.only(with("warmup"))), median.whole("warmup", 4)));
            default -> throw new SearchException("", "there is no pruner " + name + Nearest.hint(name, names));
        };
    }

    private static String[] with(String... own) {
        return Stream.concat(Arrays.stream(own), Rungs.FIELDS.stream()).toArray(String[]::new);
    }

    /** As the tree that {@link #of} reads. */
    @JsonValue
    default ObjectNode tree() {
        ObjectNode tree = Json.mapper().createObjectNode();
        switch (this) {
            case Halving halving -> tree.set("asha", halving.rungs().tree().put("eta", halving.eta()).put("cohort", halving.cohort()));
            case Median median -> tree.set("median", median.rungs().tree().put("warmup", median.warmup()));
        }
        return tree;
    }
}
