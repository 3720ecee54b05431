package dev.seedbed.app.engine;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ending processes. */
final class Processes {

    private Processes() {}

    /** Waits until the process has ended, at most so long; whether it has. */
    static boolean hasEnded(ProcessHandle process, Duration patience) throws InterruptedException {
        try {
            process.onExit().get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new EngineException("cannot wait for process " + process.pid(), e);
        }
    }

    /** Asks the process to end and kills it when it has not done so in time. */
    static void end(ProcessHandle process, Duration patience) throws InterruptedException {
        process.destroy();
        if (!hasEnded(process, patience)) {
            process.destroyForcibly();
            hasEnded(process, Duration.ofSeconds(10));
        }
    }
}
