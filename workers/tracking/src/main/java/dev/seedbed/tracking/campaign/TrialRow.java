package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A trial as it stands.
 *
 * @param campaign its campaign's name
 * @param number within its campaign, from 1
 * @param settings as the campaign file asks for them
 * @param point number of the point of its campaign's search that it tries
 * @param parent number of the trial that it was forked from
 * @param result what it came to, once it is done
 * @param stages how many stages it asked for so far
 * @param stagesReused how many of them were found, not computed
 */
public record TrialRow(
        long id,
        String campaign,
        int number,
        String name,
        long seed,
        JsonNode settings,
        Optional<Integer> point,
        Optional<Integer> parent,
        TrialState state,
        Optional<JsonNode> result,
        int stages,
        int stagesReused,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> error) {}
