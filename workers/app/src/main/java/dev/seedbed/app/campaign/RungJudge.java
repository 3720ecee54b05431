package dev.seedbed.app.campaign;

import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.RungReport;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.search.Verdict;
import dev.seedbed.stage.Failures;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.RungRows;
import dev.seedbed.tracking.campaign.Standing;
import dev.seedbed.tracking.campaign.TrialStore;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Books what trials show at rungs and judges them, in transactions that have the campaign to themselves. */
public record RungJudge(Facts facts) {

    /** Books a report and judges whoever can be judged; the trial's own verdict. */
    public Verdict judge(RungReport report) {
        return CourseRows.alone(facts.database(), new TrialStore(facts.database()).campaign(report.trialId()), rows -> {
            RungRows rungs = rows.rungs();
            Optional<Search> search = search(rows.standing());
            if (search.isEmpty() || rungs.point(report.trialId()).isEmpty()) {
                return free(report.rung());
            }
            book(rungs, report);
            judge(rows, search.get(), rows.standing());
            return verdict(rungs, report.trialId(), report.rung());
        });
    }

    /** The verdict on a trial at a rung, as it stands. */
    public Verdict verdict(long trialId, int rung) {
        long campaign = new TrialStore(facts.database()).campaign(trialId);
        return CourseRows.read(facts.database(), campaign, rows -> verdict(rows.rungs(), trialId, rung));
    }

    private static Optional<Search> search(Standing standing) {
        return standing.terms().flatMap(terms -> Json.read(terms, Terms.class).search());
    }

    private static void judge(CourseRows rows, Search search, Standing standing) {
        boolean more = standing.closed().isEmpty() && !standing.cancelled();
        int points = rows.points();
        new Judging(rows.rungs(), search, points, more ? Math.max(points, search.most()) : points).judge();
    }

    private static void book(RungRows rungs, RungReport report) {
        switch (report.shown()) {
            case RungReport.Quality(double value) ->
                    rungs.report(report.trialId(), report.rung(), report.stageKey(), OptionalLong.empty(), value, report.decision());
            case RungReport.Metric metric -> {
                RungRows.MetricAt at = rungs.metric(report.stageKey(), metric.name(), metric.step())
                        .orElseThrow(() -> untold(rungs, report, metric));
                rungs.report(
                        report.trialId(), report.rung(), report.stageKey(), OptionalLong.of(at.step()), at.value(), report.decision());
            }
        }
    }

    private static ApplicationFailure untold(RungRows rungs, RungReport report, RungReport.Metric metric) {
        List<String> told = rungs.metrics(report.stageKey(), metric.step());
        return ApplicationFailure.newNonRetryableFailure(
                "the pruner goes by the metric " + metric.name() + " at step " + metric.step() + ", which the training does not tell there"
                        + Nearest.hint(metric.name(), told) + "; it tells " + told,
                Failures.USER_ERROR);
    }

    private static Verdict verdict(RungRows rungs, long trialId, int rung) {
        RungRows.Judged judged = rungs.judged(trialId, rung).orElse(new RungRows.Judged(Optional.empty(), Optional.empty()));
        return new Verdict(
                judged.verdict().map(Verdict.Decision::valueOf).orElse(Verdict.Decision.WAIT), judged.reason().orElse("Waits for others."),
                Json.mapper().createObjectNode());
    }

    private static Verdict free(int rung) {
        return new Verdict(
                Verdict.Decision.GO_ON, "Goes on at rung " + rung + ": it is no point of a search.", Json.mapper().createObjectNode());
    }
}
