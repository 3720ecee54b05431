package dev.seedbed.app.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.engine.Build;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Failures;
import dev.seedbed.stage.StageActivities;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.stage.Claim;
import dev.seedbed.tracking.stage.FencedException;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.Wanted;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.loop.CheckpointException;
import dev.seedbed.training.loop.NumericsMismatchException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs stages for a pool: claims the stage's lease, has its executor compute it on a free device, commits. A stage runs once at a time
 * anywhere, whatever Temporal's attempts.
 */
public final class StageRunner implements StageActivities {

    private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);

    /** How long a stage stays an attempt's after its last sign of life. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** When a stage that was handed back is dispatched again, to whoever polls. */
    private static final Duration HANDED_BACK = Duration.ofMillis(100);

    /** How often in a row workers may die over a stage, without a checkpoint between, before it is given up. */
    static final int LOST = 10;

    /** How often a stage may fail by itself before it is given up. */
    static final int FAILURES = 5;

    private final Facts facts;
    private final String worker;
    private final int threads;
    private final BlockingQueue<DeviceSlot> devices;
    private final Duration renewal;
    private volatile boolean closing;
    private volatile Drain drain = Drain.NONE;

    /**
     * @param worker instance of the worker
     * @param devices one for every stage that may run at once
     * @param threads that a stage may keep busy besides its device
     */
    public StageRunner(Facts facts, String worker, List<DeviceSlot> devices, int threads) {
        this(facts, worker, devices, threads, ActiveStage.RENEWAL);
    }

    /** @param renewal how often leases are renewed, and so how soon a stage is told to yield */
    StageRunner(Facts facts, String worker, List<DeviceSlot> devices, int threads, Duration renewal) {
        this.facts = facts;
        this.renewal = renewal;
        this.worker = worker;
        this.threads = threads;
        this.devices = new LinkedBlockingQueue<>(devices);
    }

    @Override
    public StageAnswer execute(StageRequest request) {
        StageSpec<?> stage = request.stage();
        requireVersion(request);
        requireNoDrain();
        Wanted wanted = Wanted.of(request);
        MDC.put("trial", Long.toString(request.trialId()));
        MDC.put("stage", stage.kind() + " " + wanted.key().hex().substring(0, 12));
        try {
            return switch (facts.stages().claim(wanted, worker, LEASE)) {
                case Claim.Committed committed -> new StageAnswer.Done(committed.result(), true);
                case Claim.Held _ -> new StageAnswer.Busy();
                case Claim.Deferred deferred -> new StageAnswer.Deferred(deferred.reason());
                case Claim.Acquired acquired -> {
                    requireNotLostTooOften(acquired);
                    yield compute(stage, request.until(), acquired.lease());
                }
            };
        } finally {
            MDC.remove("trial");
            MDC.remove("stage");
        }
    }

    /** Stops every running stage at its next step. */
    public void stop() {
        closing = true;
    }

    /**
     * Takes no new stage while told to drain: what is handed to it goes back at once, to be taken by another worker.
     *
     * @param order {@link Drain#NOW} also has running stages write their checkpoints and stop
     */
    public void drain(Drain order) {
        drain = order;
    }

    private void requireNoDrain() {
        if (drain != Drain.NONE) {
            throw ApplicationFailure.newBuilder()
                    .setMessage("worker " + worker + " is drained; another takes the stage")
                    .setType("Drained")
                    .setNextRetryDelay(HANDED_BACK)
                    .build();
        }
    }

    /** A stage that takes its workers with it must not do so for ever. */
    private void requireNotLostTooOften(Claim.Acquired acquired) {
        if (acquired.lost() >= LOST) {
            String reason = "the worker has died " + acquired.lost() + " times over this stage without a checkpoint between; it may need more memory"
                    + " than the machine has";
            facts.stages().fail(acquired.lease(), reason);
            throw ApplicationFailure.newNonRetryableFailure(reason, Failures.GAVE_UP);
        }
    }

    private boolean ending() {
        return closing || drain == Drain.NOW;
    }

    private static void requireVersion(StageRequest request) {
        String own = StageExecutors.of(request.stage()).version();
        if (!own.equals(request.executorVersion())) {
            throw ApplicationFailure.newFailure(
                    "this worker computes " + request.stage().kind() + " in version " + own + ", the trial asks for version "
                            + request.executorVersion() + "; a worker of the trial's version has to take it",
                    "OtherVersion");
        }
    }

    private <R> StageAnswer compute(StageSpec<R> stage, OptionalLong until, Lease lease) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        DeviceSlot device = devices.remove();
        try (var work = new ActiveStage(facts, stage, until, lease, device, threads, activity::heartbeat, this::ending, renewal)) {
            LOG.info("attempt {} on {}", lease.epoch(), device);
            new LabelStore(facts.database()).requireValid(stage.labelInputs());
            R result = StageExecutors.of(stage).execute(stage, work);
            JsonNode json = Json.tree(result);
            work.commit(json);
            LOG.info("committed");
            return new StageAnswer.Done(json, false);
        } catch (RungReached _) {
            facts.stages().release(lease);
            LOG.info("at step {}, as far as it was asked to come", until.getAsLong());
            return new StageAnswer.AtRung(until.getAsLong());
        } catch (StageStopped stopped) {
            facts.stages().release(lease);
            LOG.info("stopped, to be gone on with");
            return answer(stopped);
        } catch (FencedException lost) {
            LOG.warn("another attempt has taken over: {}", lost.getMessage());
            return new StageAnswer.Busy();
        } catch (NumericsMismatchException elsewhere) {
            facts.stages().release(lease);
            throw ApplicationFailure.newFailure(elsewhere.getMessage(), "OtherNumerics");
        } catch (CheckpointException unreadable) {
            facts.stages().release(lease);
            throw ApplicationFailure.newFailure(
                    "worker " + worker + " cannot go on from the checkpoint of this " + stage.kind() + " (" + unreadable.getMessage()
                            + "); a worker of the version that wrote it can, and this one computes with seedbed " + Build.version(),
                    "OtherCheckpoint");
        } catch (RuntimeException | Error failure) {
            LOG.error("failed", failure);
            int failures = facts.stages().fail(lease, StageFailures.message(failure));
            throw StageFailures.of(failure, failures >= FAILURES);
        } finally {
            devices.add(device);
        }
    }

    /** What the trial is told when a stage has stopped before its end, and released what it holds. */
    private static StageAnswer answer(StageStopped stopped) {
        return switch (stopped.reason().orElse(null)) {
            case YieldRequest request -> new StageAnswer.Deferred(request.getMessage());
            case ActivityWorkerShutdownException _ -> throw workerEnding();
            case null -> throw workerEnding();
            case RuntimeException told -> throw told;
        };
    }

    private static ApplicationFailure workerEnding() {
        return ApplicationFailure.newFailure("the worker is ending; another goes on", "WorkerEnding");
    }
}
