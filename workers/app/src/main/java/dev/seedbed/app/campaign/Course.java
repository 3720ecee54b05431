package dev.seedbed.app.campaign;

import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.Answer;
import dev.seedbed.campaign.CampaignActivities;
import dev.seedbed.campaign.Deed;
import dev.seedbed.campaign.Ending;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.Step;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.ObservationRow;
import dev.seedbed.tracking.campaign.Standing;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The course of campaigns, in the database; what it leads to is told to Temporal afterwards, again until it has surely been told. */
public final class Course implements CampaignActivities {

    private static final Duration FIRST_LOOK = Duration.ofMillis(30);
    private static final Duration PER_TRIAL = Duration.ofMillis(10);
    private static final int MANY = 40;
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final Facts facts;
    private final Trials trials;
    private final Steering steering;
    private final Map<Long, List<ObservationRow>> observed = new ConcurrentHashMap<>();

    /** Where trials run; telling it again what it was told changes nothing. */
    interface Trials {

        /** Starts trials; returns when that is sure. */
        void start(List<Long> trialIds, Standing campaign);

        /** Asks a trial to end. */
        void cancel(long trialId);
    }

    public Course(Facts facts, WorkflowClient temporal) {
        this(facts, new TrialWorkflows(temporal));
    }

    Course(Facts facts, Trials trials) {
        this.facts = facts;
        this.trials = trials;
        this.steering = new Steering(facts);
    }

    /** What was decided, and whom to tell. */
    private record Decided(Step step, Standing standing, List<Long> start, List<Long> cancel, List<ObservationRow> observed) {}

    @Override
    public Step advance(long campaignId, boolean opening) {
        Decided decided = CourseRows.alone(facts.database(), campaignId, rows -> decide(rows, opening));
        observed.put(campaignId, decided.observed());
        trials.start(decided.start(), decided.standing());
        if (!decided.start().isEmpty()) {
            CourseRows.told(facts.database(), decided.start());
        }
        decided.cancel().forEach(trials::cancel);
        if (decided.step().ending().isPresent()) {
            observed.remove(campaignId);
        }
        return decided.step();
    }

    private Decided decide(CourseRows rows, boolean opening) {
        Standing standing = rows.standing();
        if (standing.state().isFinal()) {
            return new Decided(new Step(Optional.of(ending(standing.state())), 0), standing, List.of(), List.of(), List.of());
        }
        if (standing.state() == CampaignState.SUBMITTED) {
            rows.begin();
        }
        if (opening) {
            rows.forgetTold();
        }
        Terms terms = Json.read(standing.terms().orElseThrow(), Terms.class);
        if (rows.book() > 0) {
            terms.search().ifPresent(search -> new Observations(rows, search).record());
        }
        boolean open = keepToBudget(rows, standing, terms) && !standing.cancelled();
        List<ObservationRow> known = terms.search().map(search -> observations(rows, standing.id(), search)).orElse(List.of());
        boolean more = open && terms.search().isPresent()
                && (standing.paused() || new Proposals(facts, rows, terms, known).propose());
        terms.search().ifPresent(search -> new Judging(rows.rungs(), search, rows.points(), more ? search.most() : rows.points()).judge());
        if (!standing.paused()) {
            rows.admit(Math.max(0, terms.concurrency() - rows.running() + rows.atRungs()));
        }
        int running = rows.running();
        Optional<Ending> ending = more || running + rows.waiting() > 0 || rows.hasUnbooked() ? Optional.empty() : Optional.of(end(rows, standing));
        return new Decided(new Step(ending, running), standing, rows.untold(), rows.toCancel(), known);
    }

    /** @return whether further trials may begin */
    private static boolean keepToBudget(CourseRows rows, Standing standing, Terms terms) {
        Optional<Budgets.Exhausted> exhausted = Budgets.exhausted(rows, standing, terms);
        if (exhausted.isPresent() && standing.closed().isEmpty()) {
            rows.setClosed(Optional.of(exhausted.get().reason()));
            rows.decide("close", "No further trial begins: " + exhausted.get().reason() + ".", exhausted.get().numbers());
            if (exhausted.get().stops()) {
                rows.cancelTrials(OptionalInt.empty());
            }
        }
        if (exhausted.isEmpty() && standing.closed().isPresent()) {
            rows.setClosed(Optional.empty());
            rows.decide("open", "Further trials begin: the budget was raised.", Json.mapper().createObjectNode());
        }
        return exhausted.isEmpty();
    }

    /** What is known already is not read again; observations never change. */
    private List<ObservationRow> observations(CourseRows rows, long campaignId, Search search) {
        if (!Proposals.learns(search.sampler())) {
            return List.of();
        }
        List<ObservationRow> known = observed.getOrDefault(campaignId, List.of());
        var all = new ArrayList<>(known);
        all.addAll(rows.observationsAfter(known.size()));
        return all;
    }

    private static Ending end(CourseRows rows, Standing standing) {
        Ending ending = standing.cancelled() ? Ending.CANCELLED : rows.failed() > 0 ? Ending.FAILED : Ending.DONE;
        rows.finish(switch (ending) {
            case DONE -> CampaignState.DONE;
            case FAILED -> CampaignState.FAILED;
            case CANCELLED -> CampaignState.CANCELLED;
            case PRUNED -> throw new IllegalArgumentException("a campaign does not end as " + ending);
        });
        return ending;
    }

    private static Ending ending(CampaignState state) {
        return switch (state) {
            case DONE -> Ending.DONE;
            case FAILED -> Ending.FAILED;
            case CANCELLED -> Ending.CANCELLED;
            case SUBMITTED, RUNNING, PAUSED -> throw new IllegalArgumentException(state + " is no end");
        };
    }

    @Override
    public Answer steer(long campaignId, Deed deed) {
        return steering.steer(campaignId, deed);
    }

    /**
     * Looks again after a tenth of the time that it has waited: late by a tenth at most, and seldom when little happens. Among many trials
     * the first look comes later, so that one step takes note of several.
     */
    @Override
    public void awaitNews(long campaignId, int running) {
        long begun = System.nanoTime();
        Duration first = FIRST_LOOK.plus(PER_TRIAL.multipliedBy(Math.min(running, MANY)));
        try {
            do {
                Activity.getExecutionContext().heartbeat(null);
                long waited = System.nanoTime() - begun;
                Thread.sleep(Duration.ofNanos(Math.clamp(waited / 10, first.toNanos(), LAST_LOOK.toNanos())));
            } while (!CourseRows.read(facts.database(), campaignId, Course::hasNews));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the worker is ending", e);
        }
    }

    private static boolean hasNews(CourseRows rows) {
        if (rows.hasUnbooked()) {
            return true;
        }
        Standing standing = rows.standing();
        return standing.state().isFinal()
                || standing.closed().isEmpty()
                        && standing.terms().map(terms -> Json.read(terms, Terms.class)).flatMap(terms -> Budgets.exhausted(rows, standing, terms)).isPresent();
    }
}
