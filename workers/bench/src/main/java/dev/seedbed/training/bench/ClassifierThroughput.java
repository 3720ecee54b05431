package dev.seedbed.training.bench;

import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Training;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.loop.Attempt;
import dev.seedbed.training.loop.CheckpointCadence;
import dev.seedbed.training.loop.TrainingLoop;
import dev.seedbed.training.loop.TrainingOutcome;
import dev.seedbed.training.task.ClassifierTraining;
import dev.seedbed.training.weights.BuiltinWeights;
import dev.seedbed.training.weights.Safetensors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains the classifier on the photographs of a folder in VOC layout and says how fast and how well: 128×128, batch 16, 5 epochs.
 * The same as {@code workers/bench/peers/classifier.py} does in plain PyTorch.
 */
public final class ClassifierThroughput {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");

    private ClassifierThroughput() {}

    public static void main(String[] arguments) {
        Photographs pictures = new Photographs(Path.of(arguments[0]), "train", 128);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        Safetensors weights = Safetensors.read("squeezenet1_1", BuiltinWeights.find("squeezenet1_1").orElseThrow());
        TrainingOutcome outcome = TrainingLoop.train(
                new ClassifierTraining(Backbone.Architecture.SQUEEZENET1_1, pictures.classes()),
                new TrainingLoop.Subject(pictures, weights, Training.defaults(), seed),
                new Attempt(CPU, Optional.empty(), false, CheckpointCadence.every(Duration.ofSeconds(5)), 1, new EpochPrinter(pictures.size() / 16 * 16)));
        if (outcome instanceof TrainingOutcome.Finished finished) {
            System.out.printf(Locale.ROOT, "final loss %.4f, chance %.4f, weights %s%n", finished.finalLoss(), finished.chanceLoss(),
                    Sha256.of(finished.weights()));
        }
    }
}
