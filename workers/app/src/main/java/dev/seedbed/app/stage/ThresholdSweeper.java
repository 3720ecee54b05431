package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.ThresholdConfusion;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures activation maps against the truth at several background thresholds, in one pass over the images. */
final class ThresholdSweeper implements StageExecutor<SweepThresholds, ThresholdCurve> {

    @Override
    public String kind() {
        return SweepThresholds.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ThresholdCurve execute(SweepThresholds stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        var counts = new ThresholdConfusion(stage.thresholds(), pictures.dataset().classes().size());
        try (StoredCams cams = StoredCams.open(work.artifacts(), stage.cams())) {
            EachImage.run("sweeping thresholds", pictures.size(), work, index -> pictures.truth(index).ifPresent(truth -> {
                String id = pictures.images().get(index).id();
                if (cams.tellsBackground(id)) {
                    throw new IllegalArgumentException(
                            "these maps have a row for background, which needs no threshold; sweep a classifier's maps");
                }
                counts.add(cams.strongest(pictures.images().get(index)), truth);
            }));
        }
        ThresholdCurve curve = curve(stage.thresholds(), counts).orElseThrow(() -> new IllegalArgumentException("no image of list " + stage.images().split()
                + " of data set " + stage.images().dataset().name() + " has a true mask to measure thresholds against"));
        report(curve, work);
        return curve;
    }

    /** What the labels are worth at each threshold; empty where no pixel's truth was known. */
    static Optional<ThresholdCurve> curve(List<Double> thresholds, ThresholdConfusion counts) {
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ThresholdCurve(
                        thresholds, counts.matrices().stream().map(matrix -> matrix.scores().meanIou()).toList()));
    }

    /** The curve as metrics, a threshold's thousandths as the step. */
    private static void report(ThresholdCurve curve, StageWork work) {
        for (int t = 0; t < curve.thresholds().size(); t++) {
            work.metrics(Math.round(1000 * curve.thresholds().get(t)), Map.of("threshold.miou", curve.meanIous().get(t)));
        }
        work.figure("threshold.best", curve.bestThreshold());
        work.figure("threshold.miou", curve.best());
    }
}
