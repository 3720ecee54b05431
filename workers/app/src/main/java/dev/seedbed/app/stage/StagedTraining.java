package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import dev.seedbed.training.input.Schedule;
import dev.seedbed.training.loop.Attempt;
import dev.seedbed.training.loop.Checkpoint;
import dev.seedbed.training.loop.CheckpointCadence;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loop.TrainingListener;
import dev.seedbed.training.loop.TrainingLoop;
import dev.seedbed.training.loop.TrainingOutcome;
import dev.seedbed.training.weights.Safetensors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A training as a stage: goes on from its checkpoint, tells its metrics, saves checkpoints, leaves its weights. */
record StagedTraining(
        Learner learner,
        StagePictures pictures,
        Backbone backbone,
        Optional<TrainedNetwork> start,
        Training training,
        long seed,
        List<LabelVersion> from) {

    /** Another numerics class than the checkpoint's is refused unless this variable says {@code true}. */
    private static final String ANY_NUMERICS = "SEEDBED_ANY_NUMERICS";

    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(15);

    TrainedNetwork run(StageWork work) {
        return train(work).network();
    }

    /** A trained network and what the last epoch's steps counted. */
    record Trained(TrainedNetwork network, SortedMap<String, Double> lastCounts) {}

    Trained train(StageWork work) {
        requireEnough();
        Safetensors weights = start.isPresent()
                ? Safetensors.read("weights to start from", work.artifacts().file(start.get().weights()))
                : Safetensors.read("backbone weights", work.artifacts().file(backbone.weights()));
        Optional<Checkpoint> from = work.checkpoint().map(Checkpoint::read);
        var listener = new Listener(
                work, training, Schedule.of(pictures.size(), training).epochs(), from.map(checkpoint -> checkpoint.state().step()).orElse(0L));
        var attempt = new Attempt(
                work.device(),
                from,
                Boolean.parseBoolean(System.getenv(ANY_NUMERICS)),
                CheckpointCadence.every(BETWEEN_CHECKPOINTS),
                work.threads(),
                listener);
        return switch (TrainingLoop.train(learner, new TrainingLoop.Subject(pictures, weights, training, seed), attempt)) {
            case TrainingOutcome.Finished finished -> new Trained(finished(finished, weights, work), finished.lastCounts());
            case TrainingOutcome.Stopped stopped -> {
                work.awaitCheckpoints();
                work.saveCheckpoint(stopped.checkpoint().state().step(), stopped.checkpoint()::writeTo);
                work.awaitCheckpoints();
                throw listener.atRung() ? new RungReached() : work.stopped();
            }
        };
    }

    private void requireEnough() {
        if (pictures.size() < training.batch()) {
            throw new IllegalArgumentException("a batch of " + training.batch() + " cannot be filled: the list has only " + pictures.size()
                    + " images; set a smaller batch");
        }
    }

    private TrainedNetwork finished(TrainingOutcome.Finished finished, Safetensors backboneWeights, StageWork work) {
        ArtifactRef weights = work.artifacts().put(finished.weights(), Format.SAFETENSORS);
        work.output("weights", weights);
        work.numerics(String.join(" then ", finished.numerics()));
        return new TrainedNetwork(
                weights.sha256(), finished.steps(), finished.finalLoss(), finished.chanceLoss(), from,
                start.map(TrainedNetwork::pretraining).orElseGet(() -> pretraining(backboneWeights)));
    }

    private static String pretraining(Safetensors backboneWeights) {
        return backboneWeights.metadata().getOrDefault("classes", "not stated by the weights");
    }

    /** What the loop tells, told to the work. */
    private static final class Listener implements TrainingListener {

        private final StageWork work;
        private final Training training;
        private final int epochs;
        private long done;

        Listener(StageWork work, Training training, int epochs, long done) {
            this.work = work;
            this.training = training;
            this.epochs = epochs;
            this.done = done;
        }

        boolean atRung() {
            return work.until().isPresent() && done >= work.until().getAsLong();
        }

        @Override
        public void onStep(long step, long steps, int epoch, Map<String, Double> metrics, double imagesPerSecond) {
            done = step;
            work.metrics(step, metrics);
            double secondsLeft = (steps - step) * training.batch() / imagesPerSecond;
            String doing = "epoch " + epoch + " of " + epochs;
            work.progress(new Progress(doing, step, steps, imagesPerSecond, secondsLeft, Map.of("loss", metrics.get("loss"))));
        }

        @Override
        public void onEpoch(int epoch, long step, Map<String, Double> means, Map<String, Double> metrics) {
            // Means can be had from the steps; no number is stored twice.
            if (!metrics.isEmpty()) {
                work.metrics(step, metrics);
            }
        }

        @Override
        public boolean stopRequested() {
            return atRung() || work.stopRequested();
        }

        @Override
        public boolean checkpointPending() {
            return work.savingCheckpoint();
        }

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {
            work.saveCheckpoint(checkpoint.state().step(), checkpoint::writeTo);
        }
    }
}
