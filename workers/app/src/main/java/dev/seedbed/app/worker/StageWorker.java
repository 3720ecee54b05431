package dev.seedbed.app.worker;

import dev.seedbed.app.engine.TemporalClient;
import dev.seedbed.app.engine.WorkerRuntime;
import dev.seedbed.app.engine.WorkerSettings;
import dev.seedbed.app.campaign.Course;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.StageRunner;
import dev.seedbed.campaign.DurableCampaign;
import dev.seedbed.campaign.DurableTrial;
import dev.seedbed.campaign.SteeredCampaign;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.TaskQueues;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.training.engine.DeviceSlot;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A worker at work: its pool's stages, one at a time on each device. A worker of the CPU pool also runs the workflows and keeps their
 * books.
 */
public final class StageWorker implements WorkerRuntime {

    /** How long an activity's word may be held back; a cancellation is heard with the next one. */
    private static final Duration THROTTLE = Duration.ofSeconds(1);

    /** How long running stages may take to save what they have. */
    private static final Duration FAREWELL = Duration.ofSeconds(60);

    private static final int WAITERS = 1_000;

    private final Facts facts;
    private final TemporalClient temporal;
    private final WorkerFactory factory;
    private final StageRunner runner;
    private final Worker pool;

    private StageWorker(WorkerSettings settings) {
        facts = Facts.open(settings.connection());
        temporal = TemporalClient.connect(settings.connection().temporal(), settings.instance());
        factory = WorkerFactory.newInstance(temporal.workflows());
        runner = new StageRunner(facts, settings.instance(), devices(settings), threads(settings));
        pool = factory.newWorker(TaskQueues.of(settings.pool()), stages(settings.slots()));
        pool.registerActivitiesImplementations(runner);
        if (settings.pool() == Pool.CPU) {
            var control = factory.newWorker(TaskQueues.CONTROL, control());
            control.registerWorkflowImplementationTypes(DurableCampaign.class, SteeredCampaign.class, DurableTrial.class);
            control.registerActivitiesImplementations(new ControlRows(facts), new Course(facts, temporal.workflows()));
        }
        factory.start();
    }

    /** Starts to take work. */
    public static WorkerRuntime start(WorkerSettings settings) {
        return new StageWorker(settings);
    }

    private static WorkerOptions stages(int slots) {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(slots)
                .setMaxConcurrentActivityTaskPollers(slots)
                .setDisableEagerExecution(true)
                .setMaxHeartbeatThrottleInterval(THROTTLE)
                .setDefaultHeartbeatThrottleInterval(THROTTLE)
                .build();
    }

    private static WorkerOptions control() {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(WAITERS)
                .setUsingVirtualThreadsOnActivityWorker(true)
                .setMaxHeartbeatThrottleInterval(THROTTLE)
                .build();
    }

    private static List<DeviceSlot> devices(WorkerSettings settings) {
        return switch (settings.pool()) {
            case GPU -> settings.devices().stream().map(DeviceSlot::parse).toList();
            case CPU -> IntStream.range(0, settings.slots()).mapToObj(slot -> new DeviceSlot(DeviceSlot.Kind.CPU, slot)).toList();
        };
    }

    private static int threads(WorkerSettings settings) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / settings.slots());
    }

    /** A drained worker polls no more; what had been handed to it already goes back. */
    @Override
    public void drain(Drain order) {
        runner.drain(order);
        if (order == Drain.NONE && pool.isSuspended()) {
            pool.resumePolling();
        } else if (order != Drain.NONE && !pool.isSuspended()) {
            pool.suspendPolling();
        }
    }

    @Override
    public void close() {
        runner.stop();
        factory.shutdown();
        factory.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS);
        temporal.close();
        facts.close();
    }
}
