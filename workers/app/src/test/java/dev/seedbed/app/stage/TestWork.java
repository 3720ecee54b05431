package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import dev.seedbed.training.engine.DeviceSlot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Work on nothing but an artifact store. */
final class TestWork implements StageWork {

    final Map<String, Double> figures = new TreeMap<>();
    final Map<String, ArtifactRef> outputs = new TreeMap<>();
    final List<NewLabelVersion> labels = new ArrayList<>();
    final List<Long> metricSteps = new ArrayList<>();
    final List<Long> checkpointSteps = new ArrayList<>();
    private final ArtifactStore store;
    private Optional<Path> checkpoint = Optional.empty();
    private long stopsAfter = Long.MAX_VALUE;
    private OptionalLong until = OptionalLong.empty();

    TestWork(ArtifactStore store) {
        this.store = store;
    }

    /** Work that goes on from where another left off. */
    TestWork after(TestWork other) {
        checkpoint = other.checkpoint;
        return this;
    }

    /** Asks the executor to stop once it has told the metrics of so many steps. */
    TestWork stoppingAfter(long steps) {
        stopsAfter = steps;
        return this;
    }

    /** Asks the executor to come to a step and no further. */
    TestWork until(long step) {
        until = OptionalLong.of(step);
        return this;
    }

    @Override
    public OptionalLong until() {
        return until;
    }

    @Override
    public ArtifactStore artifacts() {
        return store;
    }

    @Override
    public DeviceSlot device() {
        return DeviceSlot.parse("cpu:0");
    }

    @Override
    public int threads() {
        return 2;
    }

    @Override
    public boolean stopRequested() {
        return metricSteps.size() >= stopsAfter;
    }

    @Override
    public StageStopped stopped() {
        return new StageStopped();
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void metrics(long step, Map<String, Double> values) {
        metricSteps.add(step);
    }

    @Override
    public synchronized void figure(String name, double value) {
        figures.put(name, value);
    }

    @Override
    public Optional<Path> checkpoint() {
        return checkpoint;
    }

    @Override
    public void saveCheckpoint(long step, ArtifactStore.Content content) {
        checkpointSteps.add(step);
        checkpoint = Optional.of(store.file(store.put(content, ArtifactRef.Format.SAFETENSORS).sha256()));
    }

    @Override
    public boolean savingCheckpoint() {
        return false;
    }

    @Override
    public void awaitCheckpoints() {}

    @Override
    public void output(String name, ArtifactRef artifact) {
        outputs.put(name, artifact);
    }

    @Override
    public void labels(NewLabelVersion version) {
        labels.add(version);
    }

    @Override
    public void numerics(String numericsClass) {}
}
