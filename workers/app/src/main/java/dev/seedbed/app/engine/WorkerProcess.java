package dev.seedbed.app.engine;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame of a worker's process: starts the worker, says so, and waits for a signal to end or, under a supervisor, for the
 * supervisor's end; then has the worker write its checkpoints.
 */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final WorkerSettings settings;
    private final WorkerRuntime.Starter starter;
    private final boolean supervised;
    private final CountDownLatch end = new CountDownLatch(1);

    /** @param supervised whether standard input comes from a supervisor */
    public WorkerProcess(WorkerSettings settings, WorkerRuntime.Starter starter, boolean supervised) {
        this.settings = settings;
        this.starter = starter;
        this.supervised = supervised;
    }

    /** Works until asked to end. */
    public void run() throws InterruptedException {
        Signals.INT.on(end::countDown);
        Signals.TERM.on(end::countDown);
        Signals.HUP.on(end::countDown);
        if (supervised) {
            Thread.ofPlatform().daemon().name("supervisor-watch").start(this::endWithSupervisor);
        }
        try (Registration registration = Registration.of(settings);
                WorkerRuntime runtime = starter.start(settings)) {
            registration.beat(runtime::drain);
            LOG.info("{} takes work: {}, {}", settings.instance(), runtime, registration);
            System.out.println(WorkerService.READY);
            end.await();
            LOG.info("{} ends", settings.instance());
        }
    }

    private void endWithSupervisor() {
        try {
            while (System.in.read() >= 0) {
                LOG.debug("the supervisor has nothing to say");
            }
        } catch (IOException e) {
            LOG.info("standard input is broken", e);
        }
        end.countDown();
    }
}
