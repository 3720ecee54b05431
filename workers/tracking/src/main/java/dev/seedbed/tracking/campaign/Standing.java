package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A campaign as whoever decides on it needs to know it.
 *
 * @param terms on which it runs; empty: it was submitted before campaigns could be steered
 * @param closed why no further trial is begun
 * @param cancelled whether somebody asked for its end
 * @param activeSeconds since its start, without pauses
 * @param deviceSeconds of devices that were charged to it so far; 0 unless its budget asks
 */
public record Standing(
        long id,
        String name,
        CampaignState state,
        Optional<JsonNode> terms,
        int priority,
        String team,
        boolean paused,
        boolean cancelled,
        Optional<String> closed,
        double activeSeconds,
        double deviceSeconds) {}
