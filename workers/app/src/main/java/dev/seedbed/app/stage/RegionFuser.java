package dev.seedbed.app.stage;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.RegionFusion;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageKey;
import java.util.List;

/** Fuses the rounds' regions with a background cue. */
final class RegionFuser implements StageExecutor<FuseRegions, Labelled> {

    @Override
    public String kind() {
        return FuseRegions.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Labelled execute(FuseRegions stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        var collector = new LabelCollector(work.artifacts(), pictures);
        List<StoredMasks> rounds = stage.regions().stream().map(version -> StoredMasks.open(work.artifacts(), version)).toList();
        try (Background background = Background.open(stage.background(), pictures, work)) {
            EachImage.run("fusing regions", pictures.size(), work, index -> {
                DatasetManifest.Image image = pictures.images().get(index);
                List<Mask> masks = rounds.stream().map(round -> round.mask(image.id())).toList();
                boolean[] claimed = background.at(index, image.heightPx(), image.widthPx(), () -> RegionFusion.unclaimed(masks));
                collector.add(index, RegionFusion.fuse(masks, claimed));
            });
        }
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.FUSED,
                Background.supervision("tags", stage.background()), "", work);
    }
}
