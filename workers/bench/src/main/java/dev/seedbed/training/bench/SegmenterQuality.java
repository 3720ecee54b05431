package dev.seedbed.training.bench;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.Training;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.infer.Segmentation;
import dev.seedbed.training.loop.Attempt;
import dev.seedbed.training.loop.CheckpointCadence;
import dev.seedbed.training.loop.TrainingLoop;
import dev.seedbed.training.loop.TrainingOutcome;
import dev.seedbed.training.task.SegmenterTraining;
import dev.seedbed.training.weights.BuiltinWeights;
import dev.seedbed.training.weights.Safetensors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains a segmenter on the true masks of a folder in VOC layout, 128×128, batch 8, 8 epochs, and says its mIoU on the list val
 * without a CRF.
 */
public final class SegmenterQuality {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");

    private SegmenterQuality() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        Photographs train = new Photographs(folder, "train", 128);
        Training training = new Training(8, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2);
        TrainingOutcome outcome = TrainingLoop.train(
                new SegmenterTraining(Backbone.Architecture.SQUEEZENET1_1, train.classes(), SegmenterLearning.CrossEntropy.defaults()),
                new TrainingLoop.Subject(
                        train, Safetensors.read("squeezenet1_1", BuiltinWeights.find("squeezenet1_1").orElseThrow()), training, seed),
                new Attempt(CPU, Optional.empty(), false, CheckpointCadence.every(Duration.ofSeconds(5)), 1, new EpochPrinter(train.size() / 8 * 8)));
        if (outcome instanceof TrainingOutcome.Finished finished) {
            System.out.printf(Locale.ROOT, "val mIoU %.4f%n", meanIou(finished, new Photographs(folder, "val", 128)));
        }
    }

    private static double meanIou(TrainingOutcome.Finished finished, Photographs val) {
        int classes = 1 + val.classes().size();
        long[][] confusion = new long[classes][classes];
        new Segmentation(Safetensors.read("trained", finished.weights()), Inference.defaults())
                .run(CPU, val, () -> false, (picture, scores, confidence) -> count(confusion, val.mask(picture).orElseThrow(), scores));
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            long union = -confusion[c][c];
            for (int other = 0; other < classes; other++) {
                union += confusion[c][other] + confusion[other][c];
            }
            sum += confusion[c][c] / (double) union;
        }
        return sum / classes;
    }

    private static void count(long[][] confusion, Mask truth, FloatMaps scores) {
        for (int p = 0; p < scores.area(); p++) {
            int best = 0;
            for (int c = 1; c < scores.channels(); c++) {
                best = scores.values()[c * scores.area() + p] > scores.values()[best * scores.area() + p] ? c : best;
            }
            if (truth.at(p) < confusion.length) {
                confusion[truth.at(p)][best]++;
            }
        }
    }
}
