package dev.seedbed.app.engine;

import dev.seedbed.app.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits for the right to a state folder while another process, which should end soon, has it. */
record StateLease(StateFolder state, Consumer<String> progress) {

    /** A listing ends in seconds; a stack that is stopping waits for its workers' checkpoints. */
    private static final Duration OTHERS_END_WITHIN = Duration.ofSeconds(90);

    private static final Duration LISTINGS_END_WITHIN = Duration.ofSeconds(30);

    /**
     * The lock, when free; nothing if a running stack has it and its presence is welcome.
     *
     * @throws UserError if a running stack has it and its presence is not welcome, or whoever has it does not end
     */
    Optional<StateLock> acquire(boolean welcomeRunning) throws InterruptedException {
        return waitFor(welcomeRunning, OTHERS_END_WITHIN);
    }

    /** The lock for a short while; nothing if a stack runs, which then can be used. */
    Optional<StateLock> acquireBriefly() throws InterruptedException {
        return waitFor(true, LISTINGS_END_WITHIN);
    }

    private Optional<StateLock> waitFor(boolean welcomeRunning, Duration patience) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        boolean told = false;
        while (true) {
            Optional<StateLock> lock = state.tryLock();
            if (lock.isPresent()) {
                return lock;
            }
            Optional<StackStatus> running = ControlClient.status(state);
            if (running.isPresent() && running.get().phase() != StackStatus.Phase.STOPPING) {
                return runsAlready(running.get(), welcomeRunning);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new UserError("the state folder " + state + " is in use by another seedbed process, which has not ended within "
                        + patience.toSeconds() + " s; wait for it or give another folder with --state");
            }
            if (!told) {
                progress.accept("waiting for another seedbed process to leave " + state);
                told = true;
            }
            Thread.sleep(100);
        }
    }

    private Optional<StateLock> runsAlready(StackStatus running, boolean welcome) {
        if (!welcome) {
            throw new UserError("a stack already runs on " + state + " (pid " + running.pid()
                    + "); use it, stop it, or give another folder with --state");
        }
        return Optional.empty();
    }
}
