package dev.seedbed.search;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What becomes of a point at a rung.
 *
 * @param reason one sentence
 * @param numbers what it was decided on
 */
public record Verdict(Decision decision, String reason, ObjectNode numbers) {

    /** Whether a point's trial goes on. */
    public enum Decision {
        GO_ON,
        /** Not yet; ask again when another point has reported. Only in eager order. */
        WAIT,
        STOP
    }
}
