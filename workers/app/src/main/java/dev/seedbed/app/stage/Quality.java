package dev.seedbed.app.stage;

import dev.seedbed.imaging.ConfusionMatrix;
import dev.seedbed.imaging.Scores;
import dev.seedbed.tracking.label.LabelQuality;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Scores as they are recorded: undefined figures are left out. */
final class Quality {

    private Quality() {}

    /** The quality that a confusion matrix shows; classes by index with their names. */
    static LabelQuality of(ConfusionMatrix confusion, List<String> classes) {
        Scores scores = confusion.scores();
        var perClass = IntStream.range(0, classes.size())
                .mapToObj(c -> new LabelQuality.PerClass(
                        classes.get(c), defined(scores.iou()[c]), defined(scores.precision()[c]), defined(scores.recall()[c])))
                .toList();
        var counts = IntStream.range(0, classes.size())
                .mapToObj(truth -> IntStream.range(0, classes.size()).mapToObj(predicted -> confusion.count(truth, predicted)).toList())
                .toList();
        return new LabelQuality(Double.isNaN(scores.meanIou()) ? 0 : scores.meanIou(), perClass, counts);
    }

    private static OptionalDouble defined(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
