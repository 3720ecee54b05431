package dev.seedbed.app.cli;

import dev.seedbed.app.engine.WorkerRuntime;
import dev.seedbed.app.engine.WorkerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that takes no work: there are no stages to run yet. */
record IdleWorker(WorkerSettings settings) implements WorkerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(IdleWorker.class);

    @Override
    public void close() {
        LOG.info("{} was idle", settings.instance());
    }
}
