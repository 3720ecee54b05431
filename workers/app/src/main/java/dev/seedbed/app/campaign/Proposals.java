package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.SettingsTree;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.search.GridSampler;
import dev.seedbed.search.HaltonSampler;
import dev.seedbed.search.Observation;
import dev.seedbed.search.Point;
import dev.seedbed.search.Proposal;
import dev.seedbed.search.RandomSampler;
import dev.seedbed.search.Sampler;
import dev.seedbed.search.TpeSampler;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.campaign.ObservationRow;
import dev.seedbed.tracking.campaign.OpenPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The next points of a search, each recorded with its trials and with the decision that made it. */
final class Proposals {

    private final Facts facts;
    private final CourseRows rows;
    private final Terms terms;
    private final Search search;
    private final List<ObservationRow> observed;
    private final List<OpenPoint> open;
    private final int atRungs;
    private int last;
    private int given;
    private int trials;

    /** @param observed all observations, in their order; none where the sampler does not learn */
    Proposals(Facts facts, CourseRows rows, Terms terms, List<ObservationRow> observed) {
        this.facts = facts;
        this.rows = rows;
        this.terms = terms;
        this.search = terms.search().orElseThrow();
        this.observed = observed;
        this.open = new ArrayList<>(rows.openPoints());
        this.atRungs = rows.pointsAtRungs();
        this.last = rows.points();
    }

    /** Whether a sampler looks at what came of earlier points. */
    static boolean learns(Sampler sampler) {
        return switch (sampler) {
            case GridSampler _, RandomSampler _, HaltonSampler _ -> false;
            case TpeSampler _ -> true;
        };
    }

    /**
     * Proposes as many points as may be tried at once.
     *
     * @return whether the search has points left for later
     */
    boolean propose() {
        if (last < search.most() && mayPropose()) {
            given = rows.given();
            trials = rows.trials();
            Template template = Json.read(rows.template(), Template.class);
            int count = rows.observations();
            while (last < search.most() && mayPropose()) {
                Optional<Proposal> next = next(last + 1);
                if (next.isEmpty()) {
                    return false;
                }
                add(template, last + 1, next.get(), count);
            }
        }
        return last < search.most();
    }

    /** In eager order a point that waits at a rung keeps no other from being tried. In strict order the point may depend on those up to {@code number − pointsAtOnce}, which must have been observed. */
    private boolean mayPropose() {
        return search.isStrict()
                ? open.isEmpty() || open.getFirst().number() + terms.pointsAtOnce() > last + 1
                : open.size() - atRungs < terms.pointsAtOnce();
    }

    private Optional<Proposal> next(int number) {
        if (given < search.given().size()) {
            var numbers = Json.mapper().createObjectNode();
            return Optional.of(new Proposal(search.given().get(given), "Point " + number + " was given.", numbers));
        }
        return search.sampler().propose(search.space(), search.objectives(), known(number), number - given);
    }

    /** What the sampler may know: the last observation of each point, and which points are under way. */
    private List<Observation> known(int number) {
        if (!learns(search.sampler())) {
            return List.of();
        }
        int upTo = search.isStrict() ? number - terms.pointsAtOnce() : number - 1;
        var observations = new Observations(rows, search);
        var known = new TreeMap<Integer, Observation>();
        for (ObservationRow row : observed) {
            Observation observation = observations.read(row);
            known.put(row.point(), row.point() <= upTo
                    ? observation
                    : new Observation(row.point(), observation.point(), new Observation.Running()));
        }
        open.forEach(point -> known.put(
                point.number(), new Observation(point.number(), Observations.point(point.settings()), new Observation.Running())));
        return List.copyOf(known.values());
    }

    private void add(Template template, int number, Proposal proposal, int observations) {
        boolean isGiven = given < search.given().size();
        ObjectNode numbers = proposal.numbers().deepCopy();
        numbers.put("point", number).put("atOnce", terms.pointsAtOnce());
        if (search.isStrict()) {
            numbers.put("upTo", Math.max(0, number - terms.pointsAtOnce()));
        } else {
            numbers.put("observations", observations);
        }
        rows.addPoint(number, isGiven, Json.tree(proposal.point()));
        addTrials(template, number, proposal.point());
        rows.decide(isGiven ? "take-point" : "propose-point", proposal.reason(), numbers);
        open.add(new OpenPoint(number, Json.tree(proposal.point()), false));
        last = number;
        given += isGiven ? 1 : 0;
    }

    /** A point whose settings contradict each other is a failed one, with the reason. */
    private void addTrials(Template template, int point, Point values) {
        var possible = new ArrayList<NewTrial>();
        for (long seed : template.seeds()) {
            int number = ++trials;
            ObjectNode own = own(template, values);
            String name = "point " + point + ", seed " + seed;
            try {
                possible.add(template.trial(facts, number, name, seed, own));
            } catch (UserError e) {
                rows.addTrials(List.of(template.impossible(number, name, seed, own)), OptionalInt.of(point), OptionalInt.empty());
                rows.fail(number, e.getMessage());
            }
        }
        rows.addTrials(possible, OptionalInt.of(point), OptionalInt.empty());
    }

    static ObjectNode own(Template template, Point point) {
        ObjectNode own = template.settings().deepCopy();
        point.values().forEach((path, value) -> SettingsTree.set(own, path, value));
        return own;
    }
}
