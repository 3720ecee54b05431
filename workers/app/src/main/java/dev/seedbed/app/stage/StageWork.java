package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import dev.seedbed.training.engine.DeviceSlot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What an executor works with: the device it was given, where its inputs and outputs lie, and whom it tells how far it is. */
public interface StageWork {

    ArtifactStore artifacts();

    /** The device; a CPU stage gets a CPU slot. */
    DeviceSlot device();

    /** Threads that the stage may keep busy besides the device, at least 1. */
    int threads();

    /** Steps after which a training is to save what there is and throw {@link RungReached}, unless it is done by then. */
    OptionalLong until();

    /** Whether to save what there is and throw {@link StageStopped}. Cheap; to be asked at every step. */
    boolean stopRequested();

    /** What to throw when a requested stop has been seen and all is saved. */
    StageStopped stopped();

    /** Tells how far the stage is; throws the error, such as memory that ran out, that ended the saving of a checkpoint. */
    void progress(Progress progress);

    /** Metrics of a step, kept for ever and exactly once. May wait while the database is behind. */
    void metrics(long step, Map<String, Double> values);

    /** A figure of the whole stage, recorded with its result. */
    void figure(String name, double value);

    /** The furthest checkpoint that an earlier attempt left. */
    Optional<Path> checkpoint();

    /** Saves a checkpoint without waiting, once all metrics up to its step are stored; it is written on another thread. */
    void saveCheckpoint(long step, ArtifactStore.Content checkpoint);

    /** Whether the last checkpoint is still being written. */
    boolean savingCheckpoint();

    /** Returns when every checkpoint handed over is durable. */
    void awaitCheckpoints();

    /** Names an output; its bytes are in the store already. */
    void output(String name, ArtifactRef artifact);

    /** A label version to be recorded with the result. */
    void labels(NewLabelVersion version);

    /** The class of machines on which the same work gives the same bytes. */
    void numerics(String numericsClass);

    /**
     * How far a stage is.
     *
     * @param doing what it does, such as {@code epoch 2 of 5}
     * @param perSecond images a second, 0 when not known
     * @param secondsLeft of this stage, 0 when not known
     * @param metrics the latest
     */
    record Progress(String doing, long done, long total, double perSecond, double secondsLeft, Map<String, Double> metrics) {

        public Progress {
            metrics = Map.copyOf(metrics);
        }

        /** Progress at an even pace. */
        static Progress of(String doing, long done, long total, long startNanos, Map<String, Double> metrics) {
            double rate = done / Math.max(1e-9, (System.nanoTime() - startNanos) / 1e9);
            return new Progress(doing, done, total, rate, (total - done) / rate, metrics);
        }
    }
}
