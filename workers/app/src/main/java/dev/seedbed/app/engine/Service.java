package dev.seedbed.app.engine;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A part of the stack that is kept running. */
interface Service {

    String name();

    /**
     * Starts it and returns when it answers.
     *
     * @throws EngineException if it does not come up
     */
    Running start() throws InterruptedException;

    /** To be called after it ended without having been asked to. */
    default void died(Running running) {}

    /** It, running. */
    interface Running {

        /** Its process; nothing for what runs inside the supervisor. */
        OptionalLong pid();

        OptionalInt port();

        /** Completes when it has ended, for whatever reason. */
        CompletableFuture<?> ended();

        /** Ends it in good order, and by force when that takes too long. */
        void stop() throws InterruptedException;
    }
}
