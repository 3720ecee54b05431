package dev.seedbed.app.stage;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.ConfusionMatrix;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.RegionMining;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.RegionRule;
import dev.seedbed.stage.StageKey;

/** Mines regions from activation maps, and shows at which threshold the maps alone would label best. */
final class RegionMiner implements StageExecutor<MineRegions, Labelled> {

    private static final double[] THRESHOLDS = {0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5};

    @Override
    public String kind() {
        return MineRegions.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Labelled execute(MineRegions stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        var collector = new LabelCollector(work.artifacts(), pictures);
        var curve = new ThresholdCurve(THRESHOLDS, pictures.dataset().classes().size());
        RegionMining mining = mining(stage.rule());
        try (StoredCams cams = StoredCams.open(work.artifacts(), stage.cams())) {
            EachImage.run("mining regions", pictures.size(), work, index -> {
                var image = pictures.images().get(index);
                FloatMaps maps = cams.scaled(image.id(), image.heightPx(), image.widthPx());
                int[] classes = cams.classes(image.id());
                collector.add(index, mining.mine(maps, classes));
                pictures.truth(index).ifPresent(truth -> curve.add(maps, classes, truth));
            });
        }
        curve.report(work);
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.REGIONS, "tags", stage.cams().pretraining(), work);
    }

    private static RegionMining mining(RegionRule rule) {
        return switch (rule.reading()) {
            case PEAK_FRACTION -> new RegionMining.PeakFraction(rule.threshold());
            case AREA_FRACTION -> new RegionMining.AreaFraction(rule.threshold());
        };
    }

    /** Mean IoU of labels made by thresholding the maps, over thresholds. Safe for several threads. */
    private static final class ThresholdCurve {

        private final double[] thresholds;
        private final ConfusionMatrix[] matrices;
        private boolean any;

        ThresholdCurve(double[] thresholds, int classes) {
            this.thresholds = thresholds;
            this.matrices = new ConfusionMatrix[thresholds.length];
            for (int t = 0; t < thresholds.length; t++) {
                matrices[t] = new ConfusionMatrix(classes);
            }
        }

        void add(FloatMaps maps, int[] classes, Mask truth) {
            for (int t = 0; t < thresholds.length; t++) {
                Mask labels = above(maps, classes, thresholds[t]);
                synchronized (this) {
                    matrices[t].add(truth, labels);
                    any = true;
                }
            }
        }

        /** The strongest class where its map is over the threshold, else background. */
        private static Mask above(FloatMaps maps, int[] classes, double threshold) {
            byte[] labels = new byte[maps.area()];
            for (int pixel = 0; pixel < labels.length; pixel++) {
                double best = threshold;
                for (int row = 0; row < classes.length; row++) {
                    float value = maps.values()[row * maps.area() + pixel];
                    if (value > best) {
                        best = value;
                        labels[pixel] = (byte) classes[row];
                    }
                }
            }
            return new Mask(maps.width(), maps.height(), labels);
        }

        void report(StageWork work) {
            int best = 0;
            for (int t = 0; any && t < thresholds.length; t++) {
                work.figure("cam.miou@" + thresholds[t], matrices[t].scores().meanIou());
                best = matrices[t].scores().meanIou() > matrices[best].scores().meanIou() ? t : best;
            }
            if (any) {
                work.figure("cam.best.miou", matrices[best].scores().meanIou());
                work.figure("cam.best.threshold", thresholds[best]);
            }
        }
    }
}
