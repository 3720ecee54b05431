package dev.seedbed.app.engine;

import java.nio.file.Path;

/** The Temporal server that a stack uses. */
sealed interface TemporalServer {

    /** A team's server, named by the environment. */
    record External(Environment.Temporal where) implements TemporalServer {}

    /**
     * The development server, a process of its own on a database file.
     *
     * @param binary the {@code temporal} program
     */
    record Local(Path binary) implements TemporalServer {}

    /**
     * The SDK's server inside the supervisor: histories are lost when it ends.
     *
     * @param reason why there is nothing better
     */
    record InProcess(String reason) implements TemporalServer {}
}
