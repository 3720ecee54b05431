package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A point of a search as it stands.
 *
 * @param given whether somebody named it
 * @param settings values by dotted path
 * @param state of its trials together: {@code MEASURED}, {@code PRUNED}, {@code FAILED} once it is observed, else {@code OPEN}
 * @param objectives means over seeds, in the order of the search's objectives
 * @param deviations standard deviations over seeds
 * @param trials their numbers
 */
public record PointRow(
        int number, boolean given, JsonNode settings, String state, List<Double> objectives, List<Double> deviations, List<Integer> trials) {}
