package dev.seedbed.app.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.tracking.label.NewLabelVersion;
import dev.seedbed.tracking.metric.MetricPoint;
import dev.seedbed.tracking.metric.MetricWriter;
import dev.seedbed.tracking.stage.Checkpoint;
import dev.seedbed.tracking.stage.FencedException;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.Pulse;
import dev.seedbed.tracking.stage.Renewal;
import dev.seedbed.tracking.stage.StageCommit;
import dev.seedbed.training.engine.DeviceSlot;
import io.temporal.client.ActivityCompletionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage under a lease: keeps the lease and the activity's heartbeat alive, writes metrics and checkpoints beside the work, and
 * commits. When the stage shows no progress for {@link #STALLED} its signs of life end, so that another attempt may take it.
 */
final class ActiveStage implements StageWork, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveStage.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** How often the lease is renewed unless told otherwise. */
    static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final Duration STALLED = Duration.ofMinutes(15);

    private final Facts facts;
    private final StageSpec<?> stage;
    private final OptionalLong until;
    private final Lease lease;
    private final DeviceSlot device;
    private final int threads;
    private final Consumer<Object> heartbeat;
    private final BooleanSupplier workerEnding;
    private final Optional<Resume> resume;
    private final MetricWriter metrics;
    private final ScheduledExecutorService signs = Executors.newScheduledThreadPool(2, daemon("signs-of-life"));
    private final ExecutorService saver = Executors.newSingleThreadExecutor(daemon("checkpoints"));
    private final AtomicReference<Progress> progress = new AtomicReference<>(new Progress("starting", 0, 0, 0, 0, Map.of()));
    private final AtomicReference<RuntimeException> stop = new AtomicReference<>();
    private final AtomicReference<Error> broken = new AtomicReference<>();
    private final Map<String, Double> figures = new TreeMap<>();
    private final Map<String, ArtifactRef> outputs = new TreeMap<>();
    private final List<NewLabelVersion> labels = new ArrayList<>();
    private Optional<String> numerics = Optional.empty();
    private final StepTimes steps = new StepTimes();
    private volatile Future<?> saving = CompletableFuture.completedFuture(null);

    /** Where an earlier attempt left off. */
    private record Resume(long step, Path checkpoint) {}

    /** @param heartbeat of the activity; throws an {@link ActivityCompletionException} when the stage is to stop */
    ActiveStage(
            Facts facts,
            StageSpec<?> stage,
            OptionalLong until,
            Lease lease,
            DeviceSlot device,
            int threads,
            Consumer<Object> heartbeat,
            BooleanSupplier workerEnding,
            Duration renewal) {
        this.facts = facts;
        this.stage = stage;
        this.until = until;
        this.lease = lease;
        this.device = device;
        this.threads = threads;
        this.heartbeat = heartbeat;
        this.workerEnding = workerEnding;
        signs.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        signs.scheduleWithFixedDelay(this::renew, renewal.toMillis(), renewal.toMillis(), TimeUnit.MILLISECONDS);
        try {
            this.resume = resume(facts, lease);
            this.metrics = MetricWriter.open(facts.database(), lease, resume.map(Resume::step).orElse(-1L));
        } catch (RuntimeException | Error e) {
            signs.shutdownNow();
            saver.shutdown();
            throw e;
        }
    }

    /** The furthest checkpoint whose bytes are sound; two are kept. */
    private static Optional<Resume> resume(Facts facts, Lease lease) {
        for (Checkpoint checkpoint : facts.stages().checkpoints(lease.stageId())) {
            try {
                Path file = facts.artifacts().file(checkpoint.artifact().sha256());
                LOG.info("going on from step {}", checkpoint.step());
                return Optional.of(new Resume(checkpoint.step(), file));
            } catch (ArtifactException e) {
                LOG.warn("the checkpoint of step {} cannot be used: {}", checkpoint.step(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    private void beat() {
        if (isStalled()) {
            return;
        }
        try {
            heartbeat.accept(new SignOfLife(stage.kind(), stage.round(), progress.get()));
        } catch (ActivityCompletionException e) {
            stop.compareAndSet(null, e);
        } catch (RuntimeException e) {
            LOG.debug("a heartbeat was not taken", e);
        }
    }

    private void renew() {
        if (isStalled()) {
            LOG.error("no progress for {}: the lease is left to run out", STALLED);
            return;
        }
        try {
            switch (facts.stages().renew(lease, pulse())) {
                case Renewal.Keep _ -> {}
                case Renewal.Yield(String reason) -> yieldFor(reason);
            }
        } catch (FencedException e) {
            stop.set(e);
        } catch (RuntimeException e) {
            LOG.warn("the lease could not be renewed", e);
        }
    }

    private void yieldFor(String reason) {
        if (stop.compareAndSet(null, new YieldRequest(reason))) {
            LOG.info("to give its device back: {}", reason);
        }
    }

    private Pulse pulse() {
        Progress now = progress.get();
        return new Pulse(now.doing(), now.done(), now.total(), now.perSecond(), steps.quietNanos() / 1e9, steps.medianNanos() / 1e9);
    }

    private boolean isStalled() {
        return steps.quietNanos() > STALLED.toNanos();
    }

    /** Commits the result and everything that was handed over; all metrics are durable before. */
    void commit(JsonNode result) {
        awaitCheckpoints();
        metrics.flush();
        var points = figures.entrySet().stream().map(figure -> new MetricPoint(figure.getKey(), 0, figure.getValue())).toList();
        facts.stages().commit(lease, new StageCommit(result, numerics, outputs, labels, points));
    }

    @Override
    public ArtifactStore artifacts() {
        return facts.artifacts();
    }

    @Override
    public DeviceSlot device() {
        return device;
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public OptionalLong until() {
        return until;
    }

    @Override
    public boolean stopRequested() {
        return stop.get() != null || workerEnding.getAsBoolean();
    }

    @Override
    public StageStopped stopped() {
        if (stop.get() instanceof FencedException lost) {
            throw lost;
        }
        return new StageStopped(stop.get());
    }

    @Override
    public void progress(Progress latest) {
        if (broken.get() != null) {
            throw broken.get();
        }
        steps.moved();
        progress.set(latest);
    }

    @Override
    public void metrics(long step, Map<String, Double> values) {
        metrics.record(step, values);
    }

    @Override
    public synchronized void figure(String name, double value) {
        figures.put(name, value);
    }

    @Override
    public Optional<Path> checkpoint() {
        return resume.map(Resume::checkpoint);
    }

    @Override
    public void saveCheckpoint(long step, ArtifactStore.Content checkpoint) {
        saving = saver.submit(() -> {
            try {
                metrics.flush();
                ArtifactRef stored = facts.artifacts().put(checkpoint, ArtifactRef.Format.SAFETENSORS);
                facts.stages().saveCheckpoint(lease, step, stored);
            } catch (RuntimeException e) {
                LOG.error("the checkpoint of step {} was not written; the stage goes on", step, e);
                throw e;
            } catch (Error e) {
                LOG.error("the checkpoint of step {} was not written; the stage ends", step, e);
                broken.compareAndSet(null, e);
                throw e;
            }
        });
    }

    @Override
    public boolean savingCheckpoint() {
        return !saving.isDone();
    }

    @Override
    public void awaitCheckpoints() {
        try {
            saving.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException("a checkpoint was not written", cause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    @Override
    public synchronized void output(String name, ArtifactRef artifact) {
        outputs.put(name, artifact);
    }

    @Override
    public synchronized void labels(NewLabelVersion version) {
        labels.add(version);
    }

    @Override
    public void numerics(String numericsClass) {
        numerics = Optional.of(numericsClass);
    }

    /** Ends the signs of life; nothing that was not committed is kept but checkpoints and metrics. */
    @Override
    public void close() {
        signs.shutdownNow();
        saver.shutdown();
        metrics.abandon();
    }
}
