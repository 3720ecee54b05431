package dev.seedbed.app.campaign;

import dev.seedbed.campaign.Search;
import dev.seedbed.search.Goal;
import dev.seedbed.search.Pruning;
import dev.seedbed.search.Report;
import dev.seedbed.search.Verdict;
import dev.seedbed.tracking.campaign.RungRows;
import dev.seedbed.tracking.campaign.RungRows.Member;
import dev.seedbed.tracking.campaign.RungRows.Waiting;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * Gives verdicts to whoever waits at a rung and can be judged. A trial is judged among the trials of its seed: in strict order a cohort's
 * when each of its points has reported or never will, in eager order by those that have reported.
 *
 * @param points how many points the search has so far
 * @param most how many it will have, as many as it has if no more come
 */
record Judging(RungRows rows, Search search, int points, int most) {

    void judge() {
        search.pruner().ifPresent(pruning -> {
            switch (pruning) {
                case Pruning.Median median -> rows.waiting().forEach(trial -> judge(median, trial));
                case Pruning.Halving halving when search.isStrict() -> rows.waiting().stream()
                        .map(trial -> new Cohort(trial.rung(), trial.seed(), halving.cohortOf(trial.point())))
                        .distinct()
                        .forEach(cohort -> close(halving, cohort));
                case Pruning.Halving halving -> rows.waiting().stream()
                        .map(trial -> new Cohort(trial.rung(), trial.seed(), 1))
                        .distinct()
                        .forEach(all -> promote(halving, all));
            }
        });
    }

    /** Those who are compared with each other: trials of one seed, of the points from the first on. */
    private record Cohort(int rung, long seed, int first) {}

    /** In strict order by those that the point's proposal knew, which have all ended. */
    private void judge(Pruning.Median median, Waiting trial) {
        int last = search.isStrict() ? rows.knownTo(trial.point()).orElse(0) : points;
        List<Report> others = reports(rows.members(trial.rung(), trial.seed(), 1, last));
        record(trial, median.judge(trial.rung(), Report.of(trial.point(), trial.value()), others));
    }

    private void close(Pruning.Halving halving, Cohort cohort) {
        int last = Math.min(cohort.first() + halving.cohort() - 1, most);
        List<Member> members = rows.members(cohort.rung(), cohort.seed(), cohort.first(), last);
        boolean complete = members.size() == last - cohort.first() + 1
                && members.stream().allMatch(member -> member.value().isPresent() || member.over());
        if (complete) {
            SortedMap<Integer, Verdict> verdicts = halving.close(cohort.rung(), reports(members));
            waiting(cohort).stream()
                    .filter(trial -> trial.point() >= cohort.first() && trial.point() <= last)
                    .forEach(trial -> record(trial, verdicts.get(trial.point())));
        }
    }

    /** The best first: where one has to wait, all worse ones have to. */
    private void promote(Pruning.Halving halving, Cohort all) {
        List<Member> members = rows.members(all.rung(), all.seed(), all.first(), points);
        boolean more = points < most || members.stream().anyMatch(member -> member.value().isEmpty() && !member.over());
        List<Report> reports = reports(members).stream().filter(report -> report.value().isPresent()).toList();
        for (Waiting trial : waiting(all)) {
            Verdict verdict = halving.judge(all.rung(), Report.of(trial.point(), trial.value()), reports, more);
            if (verdict.decision() == Verdict.Decision.WAIT) {
                return;
            }
            record(trial, verdict);
        }
    }

    private List<Waiting> waiting(Cohort cohort) {
        Goal goal = search.pruner().orElseThrow().rungs().goal();
        return rows.waiting().stream()
                .filter(trial -> trial.rung() == cohort.rung() && trial.seed() == cohort.seed())
                .sorted(Comparator.comparingDouble((Waiting trial) -> goal.loss(trial.value())).thenComparingInt(Waiting::point))
                .toList();
    }

    private static List<Report> reports(List<Member> members) {
        return members.stream().map(member -> new Report(member.point(), member.value())).toList();
    }

    private void record(Waiting trial, Verdict verdict) {
        String kind = verdict.decision() == Verdict.Decision.STOP ? "prune" : "go-on";
        rows.judge(trial, verdict.decision().name(), kind, verdict.reason(), verdict.numbers());
    }
}
