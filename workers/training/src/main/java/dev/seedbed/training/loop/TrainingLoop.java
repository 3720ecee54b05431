package dev.seedbed.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Training;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.Numerics;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.BatchLoader;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Schedule;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains a network, step by step, from the beginning or from a checkpoint, with the same result to the bit on machines of one
 * {@link Numerics} class: every random draw depends on the seed, the epoch and the step alone.
 */
public final class TrainingLoop {

    private static final String LOSS = "loss";
    private static final String COUNT = "count.";

    private final Learner learner;
    private final Subject subject;
    private final Attempt attempt;
    private final Schedule schedule;
    private final String task;
    private final Numerics numerics;

    /**
     * What decides the result, besides the learner.
     *
     * @param weights that the backbone starts from, and the head too where they bring it
     * @param seed of every random draw
     */
    public record Subject(PictureSource pictures, Safetensors weights, Training training, long seed) {}

    private TrainingLoop(Learner learner, Subject subject, Attempt attempt) {
        this.learner = learner;
        this.subject = subject;
        this.attempt = attempt;
        this.schedule = Schedule.of(subject.pictures.size(), subject.training);
        this.numerics = Numerics.of(attempt.slot());
        this.task = Sha256.of(learner + Json.write(List.of(subject.training, subject.seed, subject.pictures.size())));
    }

    /**
     * Trains until the end or until the listener asks to stop.
     *
     * @throws NonFiniteException if the loss or a weight is no longer finite
     * @throws NumericsMismatchException if the checkpoint is of another class of machines and that is not allowed
     * @throws CheckpointException if the checkpoint is of another training
     * @throws dev.seedbed.training.weights.WeightsException if the weights do not fit the network
     * @throws dev.seedbed.training.engine.DeviceMemoryException if the device's memory is exhausted
     */
    public static TrainingOutcome train(Learner learner, Subject subject, Attempt attempt) {
        return Torch.on(attempt.slot(), new TrainingLoop(learner, subject, attempt)::run);
    }

    private TrainingOutcome run(NDManager manager) {
        Progress progress = attempt.from().map(checkpoint -> resumed(manager, checkpoint)).orElseGet(() -> started(manager));
        BatchLoader.Plan plan = new BatchLoader.Plan(
                subject.pictures,
                subject.training,
                InputConvention.of(subject.weights),
                learner.classes().size(),
                learner.needs(),
                learner.network().dropouts(subject.training.batch(), subject.training.sidePx()),
                subject.seed);
        try (BatchLoader loader = new BatchLoader(plan, progress.step, attempt.loaderThreads())) {
            return run(manager, progress, loader);
        }
    }

    private TrainingOutcome run(NDManager manager, Progress progress, BatchLoader loader) {
        Pace pace = new Pace(subject.training.batch());
        long lastNanos = System.nanoTime();
        long lastStep = progress.step;
        while (progress.step < schedule.steps()) {
            if (attempt.listener().stopRequested() || Torch.isClosing()) {
                return new TrainingOutcome.Stopped(progress.checkpoint());
            }
            Map<String, Double> metrics = step(manager, progress, loader);
            tell(progress, metrics, pace.afterStep());
            if (attempt.cadence().isDue(System.nanoTime() - lastNanos, progress.step - lastStep)
                    && !attempt.listener().checkpointPending()) {
                attempt.listener().onCheckpoint(progress.checkpoint());
                lastNanos = System.nanoTime();
                lastStep = progress.step;
            }
        }
        return finished(progress);
    }

    private Map<String, Double> step(NDManager manager, Progress progress, BatchLoader loader) {
        try (BatchLoader.Loaded batch = loader.next();
                NDManager scope = manager.newSubManager()) {
            Parameters leaves = progress.parameters.leaves(scope);
            Map<String, Double> metrics = new LinkedHashMap<>();
            Map<String, Double> counts = subject.training.parts().isEmpty()
                    ? gradients(scope, leaves, batch, progress.step, metrics)
                    : gradientsInParts(scope, leaves, batch, progress.step, metrics);
            progress.sgd.step(scope, leaves, progress.step);
            progress.add(metrics, counts);
            metrics.put("rate", progress.sgd.rate(progress.step - 1));
            return metrics;
        }
    }

    private Map<String, Double> gradients(
            NDManager scope, Parameters leaves, BatchLoader.Loaded batch, long step, Map<String, Double> metrics) {
        try (Autograd autograd = Autograd.recording()) {
            Learner.Loss loss = learner.loss(leaves, batch.upload(scope));
            metrics.put(LOSS, value(loss.total()));
            loss.parts().forEach((name, part) -> metrics.put(LOSS + "." + name, value(part)));
            requireFinite(metrics, step, batch);
            autograd.backward(loss.total());
            return loss.counts();
        }
    }

    private static void requireFinite(Map<String, Double> metrics, long step, BatchLoader.Loaded batch) {
        if (!metrics.values().stream().allMatch(Double::isFinite)) {
            throw NonFiniteException.loss(metrics.get(LOSS), step + 1, batch.ids());
        }
    }

    /** Gradients add up in the leaves; what a part needs besides is freed before the next. */
    private Map<String, Double> gradientsInParts(
            NDManager scope, Parameters leaves, BatchLoader.Loaded batch, long step, Map<String, Double> metrics) {
        BatchArrays whole = batch.upload(scope);
        int parts = subject.training.parts().getAsInt();
        Map<String, Double> counts = new LinkedHashMap<>();
        for (int part = 0; part < parts; part++) {
            int from = part * whole.images() / parts;
            int to = (part + 1) * whole.images() / parts;
            try (NDManager own = scope.newSubManager(); Autograd autograd = Autograd.recording()) {
                Learner.Loss loss = learner.partOfLoss(leaves, whole.part(own, from, to), whole);
                loss.counts().forEach((name, count) -> counts.merge(name, count, Double::sum));
                metrics.merge(LOSS, value(loss.total()), Double::sum);
                loss.parts().forEach((name, term) -> metrics.merge(LOSS + "." + name, value(term), Double::sum));
                requireFinite(metrics, step, batch);
                autograd.backward(loss.total());
            }
        }
        return counts;
    }

    private static double value(NDArray scalar) {
        return scalar.getFloat();
    }

    private void tell(Progress progress, Map<String, Double> metrics, double imagesPerSecond) {
        int epoch = schedule.epoch(progress.step - 1) + 1;
        attempt.listener().onStep(progress.step, schedule.steps(), epoch, metrics, imagesPerSecond);
        if (schedule.endsEpoch(progress.step - 1)) {
            attempt.listener().onEpoch(epoch, progress.step, progress.means(), learner.epochMetrics(progress.counts()));
        }
    }

    private TrainingOutcome.Finished finished(Progress progress) {
        SortedMap<String, String> metadata = new TreeMap<>(learner.metadata());
        metadata.putAll(InputConvention.of(subject.weights).metadata());
        SortedMap<String, Tensor> tensors = finite(progress.parameters.snapshot(), progress.step);
        return new TrainingOutcome.Finished(
                new Safetensors("weights", tensors, metadata).write(),
                schedule.steps(),
                progress.means().get(LOSS),
                learner.chanceLoss(subject.pictures),
                progress.counts(),
                progress.numerics);
    }

    private List<ParameterSpec> backbone() {
        return ParameterSpec.freeze(learner.network().backbone(), subject.training.frozenStages().orElse(0));
    }

    private Progress started(NDManager manager) {
        Parameters parameters = Parameters.initial(manager, backbone(), learner.network().head(), subject.weights, subject.seed);
        Sgd sgd = new Sgd(manager, parameters, subject.training, schedule.steps());
        return new Progress(parameters, sgd, 0, new TreeMap<>(), List.of(numerics.name()));
    }

    private Progress resumed(NDManager manager, Checkpoint checkpoint) {
        Checkpoint.State state = checkpoint.state();
        if (!state.task().equals(task) || state.step() > schedule.steps()) {
            throw new CheckpointException("the checkpoint belongs to another training than this one");
        }
        List<String> classes = new ArrayList<>(state.numerics());
        if (!classes.getLast().equals(numerics.name()) && !attempt.otherNumerics()) {
            throw new NumericsMismatchException(classes.getLast(), numerics);
        }
        if (!classes.contains(numerics.name())) {
            classes.add(numerics.name());
        }
        Parameters parameters = Parameters.initial(manager, backbone(), learner.network().head(), subject.weights, subject.seed)
                .withValues(manager, checkpoint.parameters());
        Sgd sgd = new Sgd(manager, parameters, subject.training, schedule.steps(), checkpoint.velocities());
        return new Progress(parameters, sgd, state.step(), new TreeMap<>(state.sums()), classes);
    }

    private static SortedMap<String, Tensor> finite(SortedMap<String, Tensor> tensors, long step) {
        tensors.forEach((name, tensor) -> {
            if (!tensor.isFinite()) {
                throw NonFiniteException.weights(name, step);
            }
        });
        return tensors;
    }

    /** Where this attempt stands. */
    private final class Progress {

        final Parameters parameters;
        final Sgd sgd;
        final SortedMap<String, Double> sums;
        final List<String> numerics;
        long step;

        Progress(Parameters parameters, Sgd sgd, long step, SortedMap<String, Double> sums, List<String> numerics) {
            this.parameters = parameters;
            this.sgd = sgd;
            this.step = step;
            this.sums = sums;
            this.numerics = List.copyOf(numerics);
        }

        /** Sums outlive their epoch by a step, so that a checkpoint of the very end still knows the last epoch's mean. */
        void add(Map<String, Double> losses, Map<String, Double> counts) {
            if (schedule.opensEpoch(step)) {
                sums.clear();
            }
            losses.forEach((name, loss) -> sums.merge(name, loss, Double::sum));
            counts.forEach((name, count) -> sums.merge(COUNT + name, count, Double::sum));
            step++;
        }

        SortedMap<String, Double> means() {
            SortedMap<String, Double> means = new TreeMap<>();
            sums.forEach((name, sum) -> means.put(name, sum / schedule.doneOfEpoch(step - 1)));
            means.keySet().removeIf(name -> name.startsWith(COUNT));
            return means;
        }

        SortedMap<String, Double> counts() {
            SortedMap<String, Double> counts = new TreeMap<>();
            sums.tailMap(COUNT).forEach((name, sum) -> {
                if (name.startsWith(COUNT)) {
                    counts.put(name.substring(COUNT.length()), sum);
                }
            });
            return counts;
        }

        Checkpoint checkpoint() {
            return new Checkpoint(
                    new Checkpoint.State(task, step, sums, numerics),
                    finite(parameters.snapshot(), step),
                    finite(sgd.snapshot(), step));
        }
    }
}
