package dev.seedbed.app.stage;

import dev.seedbed.imaging.ConfusionMatrix;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.StrongestClass;
import dev.seedbed.stage.ThresholdCurve;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What labels made by thresholding maps are worth, over thresholds. Safe for several threads. */
final class ThresholdSweep {

    private final List<Double> thresholds;
    private final int classes;
    private final List<ConfusionMatrix> matrices;

    /** @param classes background included */
    ThresholdSweep(List<Double> thresholds, int classes) {
        this.thresholds = thresholds;
        this.classes = classes;
        this.matrices = empty();
    }

    private List<ConfusionMatrix> empty() {
        return Stream.generate(() -> new ConfusionMatrix(classes)).limit(thresholds.size()).toList();
    }

    /** Counts an image at every threshold. */
    void add(StrongestClass strongest, Mask truth) {
        List<ConfusionMatrix> own = empty();
        for (int t = 0; t < own.size(); t++) {
            own.get(t).add(truth, strongest.above(thresholds.get(t)));
        }
        synchronized (this) {
            for (int t = 0; t < own.size(); t++) {
                matrices.get(t).add(own.get(t));
            }
        }
    }

    /** Empty where no pixel's truth was known. */
    synchronized Optional<ThresholdCurve> curve() {
        boolean any = Arrays.stream(matrices.getFirst().toArray()).anyMatch(count -> count > 0);
        return any
                ? Optional.of(new ThresholdCurve(thresholds, matrices.stream().map(matrix -> matrix.scores().meanIou()).toList()))
                : Optional.empty();
    }
}
