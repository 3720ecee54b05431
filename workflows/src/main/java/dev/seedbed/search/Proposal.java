package dev.seedbed.search;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A point that a sampler proposes.
 *
 * @param reason one sentence
 * @param numbers what it was decided on
 */
public record Proposal(Point point, String reason, ObjectNode numbers) {}
