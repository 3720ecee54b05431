package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.UserError;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.search.Objective;
import dev.seedbed.search.Objectives;
import dev.seedbed.search.Observation;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.PointRow;
import dev.seedbed.tracking.campaign.PointStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A point of a search beside the others.
 *
 * @param figures the names of its objectives
 * @param objectives means over seeds, once it is measured
 * @param deviations standard deviations over seeds
 * @param best whether no other is better: with several objectives, in all of them
 */
public record TriedPoint(
        int number, boolean given, JsonNode settings, String state, List<String> figures, List<Double> objectives, List<Double> deviations,
        List<Integer> trials, boolean best) {

    /** @throws UserError if the campaign has no search */
    public static List<TriedPoint> list(Database database, String campaign) {
        var campaigns = new CampaignStore(database);
        Objectives objectives = campaigns.terms(campaigns.find(campaign).orElseThrow().id())
                .flatMap(terms -> Json.read(terms, Terms.class).search())
                .map(Search::objectives)
                .orElseThrow(() -> new UserError("campaign " + campaign + " has no search; ./seedbed trials " + campaign + " lists its trials"));
        List<PointRow> points = new PointStore(database).list(campaign);
        Set<Integer> front = objectives.front(points.stream().filter(row -> row.state().equals("MEASURED")).map(TriedPoint::observation).toList())
                .stream()
                .map(Observation::number)
                .collect(Collectors.toSet());
        List<String> figures = objectives.list().stream().map(Objective::figure).toList();
        return points.stream()
                .map(row -> new TriedPoint(
                        row.number(), row.given(), row.settings(), row.state(), figures, row.objectives(), row.deviations(), row.trials(),
                        front.contains(row.number())))
                .toList();
    }

    private static Observation observation(PointRow row) {
        return new Observation(row.number(), Observations.point(row.settings()), new Observation.Measured(row.objectives()));
    }
}
