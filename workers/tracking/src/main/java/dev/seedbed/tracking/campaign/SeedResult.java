package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What one trial of a point came to.
 *
 * @param figures by name, of a trial that is done
 * @param deviceSeconds that its stages took, whoever computed them
 */
public record SeedResult(int point, TrialState state, Optional<JsonNode> figures, double deviceSeconds) {}
