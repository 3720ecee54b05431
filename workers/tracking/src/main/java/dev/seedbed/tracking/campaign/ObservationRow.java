package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What came of a point.
 *
 * @param ordinal in which place the campaign's samplers learned of it, from 1
 * @param settings the point's values by dotted path
 * @param objectives means over seeds; none unless it was measured
 * @param deviations standard deviations over seeds
 * @param rung the last rung at which a pruned point reported
 * @param value what it reported there
 */
public record ObservationRow(
        int ordinal,
        int point,
        JsonNode settings,
        State state,
        List<Double> objectives,
        List<Double> deviations,
        OptionalInt rung,
        OptionalDouble value) {

    /** How a point ended. */
    public enum State {
        MEASURED,
        PRUNED,
        FAILED,
        /** Of no use to a sampler. */
        CANCELLED
    }
}
