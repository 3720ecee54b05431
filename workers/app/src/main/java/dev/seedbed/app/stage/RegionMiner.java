package dev.seedbed.app.stage;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.RegionMining;
import dev.seedbed.imaging.StrongestClass;
import dev.seedbed.imaging.ThresholdConfusion;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.RegionRule;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.ThresholdCurve;
import java.util.List;

/** Mines regions from activation maps, and shows at which threshold the maps alone would label best. */
final class RegionMiner implements StageExecutor<MineRegions, Labelled> {

    private static final List<Double> THRESHOLDS = List.of(0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5);

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
        var counts = new ThresholdConfusion(THRESHOLDS, pictures.dataset().classes().size());
        RegionMining mining = mining(stage.rule());
        try (StoredCams cams = StoredCams.open(work.artifacts(), stage.cams())) {
            EachImage.run("mining regions", pictures.size(), work, index -> {
                var image = pictures.images().get(index);
                FloatMaps maps = cams.scaled(image.id(), image.heightPx(), image.widthPx());
                int[] classes = cams.classes(image.id());
                collector.add(index, mining.mine(maps, classes));
                pictures.truth(index).ifPresent(truth -> counts.add(StrongestClass.of(maps, classes), truth));
            });
        }
        ThresholdSweeper.curve(THRESHOLDS, counts).ifPresent(curve -> report(curve, work));
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.REGIONS, stage.cams().supervision(),
                stage.cams().pretraining(), work);
    }

    private static RegionMining mining(RegionRule rule) {
        return switch (rule.reading()) {
            case PEAK_FRACTION -> new RegionMining.PeakFraction(rule.threshold());
            case AREA_FRACTION -> new RegionMining.AreaFraction(rule.threshold());
        };
    }

    private static void report(ThresholdCurve curve, StageWork work) {
        for (int t = 0; t < curve.thresholds().size(); t++) {
            work.figure("cam.miou@" + curve.thresholds().get(t), curve.meanIous().get(t));
        }
        work.figure("cam.best.miou", curve.best());
        work.figure("cam.best.threshold", curve.bestThreshold());
    }
}
