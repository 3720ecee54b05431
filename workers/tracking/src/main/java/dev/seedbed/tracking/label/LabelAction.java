package dev.seedbed.tracking.label;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody did to a label version.
 *
 * @param tag the tag that was given or taken
 * @param username the user at the terminal
 */
public record LabelAction(Kind action, Optional<String> tag, Optional<String> note, String username, Instant actedAt) {

    /** What can be done. */
    public enum Kind {
        APPROVED,
        REJECTED,
        REVOKED,
        TAGGED,
        UNTAGGED
    }
}
