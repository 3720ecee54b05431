package dev.seedbed.app.engine;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A part of the stack that is a process.
 *
 * @param end how it is ended in good order
 */
record RunningProcess(ProcessHandle process, OptionalInt port, End end) implements Service.Running {

    /** Ends a process and returns when it has ended. */
    interface End {
        void of(ProcessHandle process) throws InterruptedException;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public CompletableFuture<?> ended() {
        return process.onExit();
    }

    @Override
    public void stop() throws InterruptedException {
        end.of(process);
    }
}
