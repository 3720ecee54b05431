package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What one trial of a point came to.
 *
 * @param figures by name, of a trial that is done
 * @param deviceSeconds of devices that its stages took, whoever computed them: what it would have cost alone
 */
public record SeedResult(int point, TrialState state, Optional<JsonNode> figures, double deviceSeconds) {}
