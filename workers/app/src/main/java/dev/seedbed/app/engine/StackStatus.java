package dev.seedbed.app.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What runs, as {@code status} shows it; no secrets.
 *
 * @param pid the supervisor's
 * @param clients connections that hold the stack
 * @param whileUsed whether it ends with the last of them
 * @param temporalKind {@code external}, {@code local} or {@code in-process}
 */
public record StackStatus(
        Phase phase,
        long pid,
        Instant since,
        boolean whileUsed,
        int clients,
        Optional<String> jdbcUrl,
        Optional<String> temporalAddress,
        Optional<String> temporalNamespace,
        Optional<String> temporalKind,
        String state,
        String artifacts,
        String logs,
        Map<String, String> versions,
        List<Part> parts) {

    /** How far the stack has come. */
    public enum Phase {
        STARTING,
        RUNNING,
        STOPPING
    }

    /**
     * One part of the stack.
     *
     * @param pid nothing while it is down, and for what runs inside the supervisor
     * @param restarts how often it was started again
     */
    public record Part(String name, PartState state, OptionalLong pid, OptionalInt port, Instant since, int restarts) {}

    /** What a part does. */
    public enum PartState {
        STARTING,
        RUNNING,
        DOWN
    }
}
