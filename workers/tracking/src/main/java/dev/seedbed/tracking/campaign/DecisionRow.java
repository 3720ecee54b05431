package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Why something took the course that it took.
 *
 * @param trial the trial's number; empty for a decision on the campaign
 * @param numbers what it was decided on, by name
 */
public record DecisionRow(
        String campaign, Optional<Integer> trial, int ordinal, String kind, String reason, JsonNode numbers, Instant decidedAt) {}
