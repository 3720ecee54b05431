package dev.seedbed.app.engine;

import dev.seedbed.app.engine.StackStatus.Part;
import dev.seedbed.app.engine.StackStatus.PartState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one part of the stack running: starts it, watches it, starts it again when it dies, ever more slowly when it dies often. */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Who lived so long is restarted as quickly as the first time. */
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final Service service;
    private final Consumer<String> progress;
    private Thread watch;
    private volatile Optional<Service.Running> running = Optional.empty();
    private volatile boolean stopping;
    private volatile Instant since = Instant.now();
    private volatile int restarts;

    Keeper(Service service, Consumer<String> progress) {
        this.service = service;
        this.progress = progress;
    }

    /**
     * Starts the part for the first time, and watches it from then on.
     *
     * @throws EngineException if it does not come up
     */
    void start() throws InterruptedException {
        entered(service.start());
        watch = Thread.ofVirtual().name("keeper-" + service.name()).start(this::watch);
    }

    /** Ends the part for good. */
    void stop() throws InterruptedException {
        stopping = true;
        if (watch != null) {
            watch.interrupt();
            watch.join();
        }
        if (running.isPresent()) {
            running.get().stop();
            running = Optional.empty();
        }
    }

    /** What the part does now. */
    Part part() {
        var now = running;
        return new Part(
                service.name(),
                now.isPresent() ? PartState.RUNNING : restarts == 0 ? PartState.STARTING : PartState.DOWN,
                now.map(Service.Running::pid).orElse(OptionalLong.empty()),
                now.map(Service.Running::port).orElse(OptionalInt.empty()),
                since,
                restarts);
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stopping) {
                awaitEnd(running.orElseThrow());
                pause = Duration.between(since, Instant.now()).compareTo(STABLE) > 0 ? FIRST_PAUSE : pause;
                pause = restart(pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is no longer watched", service.name());
        }
    }

    private static void awaitEnd(Service.Running part) throws InterruptedException {
        try {
            part.ended().get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** Starts it again, however often that takes; the pause to make when it should die at once. */
    private Duration restart(Duration firstPause) throws InterruptedException {
        Service.Running dead = running.orElseThrow();
        running = Optional.empty();
        restarts++;
        tell(service.name() + " has died (pid " + dead.pid().orElse(0) + "); starting it again");
        attempt(() -> service.died(dead));
        Duration pause = firstPause;
        while (running.isEmpty()) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            try {
                entered(service.start());
                tell(service.name() + " runs again (pid " + running.get().pid().orElse(0) + ")");
            } catch (RuntimeException e) {
                LOG.warn("{} could not be started", service.name(), e);
                tell(e.getMessage() + "; next try in " + Math.max(1, pause.toSeconds()) + " s");
            }
        }
        return pause;
    }

    private void attempt(Runnable duty) {
        try {
            duty.run();
        } catch (RuntimeException e) {
            LOG.warn("after the death of {}", service.name(), e);
        }
    }

    private void entered(Service.Running part) {
        since = Instant.now();
        running = Optional.of(part);
    }

    private void tell(String line) {
        LOG.info(line);
        progress.accept(line);
    }
}
