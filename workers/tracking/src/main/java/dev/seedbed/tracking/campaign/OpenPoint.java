package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A point of which nothing is observed yet.
 *
 * @param settings values by dotted path
 * @param complete whether all its trials have ended
 */
public record OpenPoint(int number, JsonNode settings, boolean complete) {}
