package dev.seedbed.app.stage;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.StrongestClass;
import dev.seedbed.imaging.ThresholdConfusion;
import dev.seedbed.stage.ThresholdCurve;
import java.util.List;
import java.util.Optional;

/** What labels made by thresholding maps are worth, over thresholds. Safe for several threads. */
final class ThresholdSweep {

    private final List<Double> thresholds;
    private final int classes;
    private final ThresholdConfusion all;

    /** @param classes background included */
    ThresholdSweep(List<Double> thresholds, int classes) {
        this.thresholds = thresholds;
        this.classes = classes;
        this.all = new ThresholdConfusion(thresholds, classes);
    }

    /** Counts an image at every threshold. */
    void add(StrongestClass strongest, Mask truth) {
        var own = new ThresholdConfusion(thresholds, classes);
        own.add(strongest, truth);
        synchronized (this) {
            all.add(own);
        }
    }

    /** Empty where no pixel's truth was known. */
    synchronized Optional<ThresholdCurve> curve() {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new ThresholdCurve(
                        thresholds, all.matrices().stream().map(matrix -> matrix.scores().meanIou()).toList()));
    }
}
