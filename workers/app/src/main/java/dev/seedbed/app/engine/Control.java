package dev.seedbed.app.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * The talk on a stack's control socket, on loopback: the client says one {@link Hello}, the supervisor answers with {@link Answer}s,
 * each a line of JSON. A joined client holds the stack until it closes the connection or dies.
 */
final class Control {

    private Control() {}

    /** What a client wants. */
    enum Wish {
        /** Progress until the stack runs, then how to reach it; and to hold it. */
        JOIN,
        /** What runs. */
        STATUS
    }

    /**
     * A client's only line.
     *
     * @param token the secret of the stack file, which proves that the client may read it
     */
    record Hello(String token, Wish wish) {}

    /** A supervisor's line; one of the four is there. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Answer(Optional<String> progress, Optional<Connection> connection, Optional<StackStatus> status, Optional<String> failure) {

        static Answer progress(String line) {
            return new Answer(Optional.of(line), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Answer connection(Connection connection) {
            return new Answer(Optional.empty(), Optional.of(connection), Optional.empty(), Optional.empty());
        }

        static Answer status(StackStatus status) {
            return new Answer(Optional.empty(), Optional.empty(), Optional.of(status), Optional.empty());
        }

        static Answer failure(String message) {
            return new Answer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(message));
        }
    }

    /** How to reach a stack's supervisor, as the stack file tells it. */
    record Address(long pid, int port, String token) {}
}
