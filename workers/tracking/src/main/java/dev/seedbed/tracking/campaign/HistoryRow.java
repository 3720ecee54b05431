package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that was done to a campaign or decided in it.
 *
 * @param trial that a decision is about
 * @param who the user; empty for the program's own decisions
 * @param what the kind of action or decision
 * @param told what came of the action, or the decision's reason
 * @param why in the user's words
 * @param numbers the action whole, or what was decided on
 */
public record HistoryRow(
        Instant at, Optional<Integer> trial, Optional<String> who, String what, String told, Optional<String> why, JsonNode numbers) {}
