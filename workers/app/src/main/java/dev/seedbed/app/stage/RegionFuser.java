package dev.seedbed.app.stage;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.RegionFusion;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageKey;
import java.util.ArrayList;
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
                String id = pictures.images().get(index).id();
                List<Mask> masks = rounds.stream().map(round -> round.mask(id)).toList();
                collector.add(index, RegionFusion.fuse(masks, background.at(index, masks)));
            });
        }
        String supervision = stage.background() instanceof BackgroundCue.Saliency ? "tags+saliency" : "tags";
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.FUSED, supervision, "", work);
    }

    /** The background cue of every picture: whether it claims a pixel. */
    private interface Background extends AutoCloseable {

        boolean[] at(int index, List<Mask> regions);

        @Override
        default void close() {}

        static Background open(BackgroundCue cue, StoredPictures pictures, StageWork work) {
            return switch (cue) {
                case BackgroundCue.Unclaimed unclaimed -> (index, regions) -> RegionFusion.unclaimed(regions);
                case BackgroundCue.Saliency saliency -> (index, regions) -> notSalient(pictures, index, saliency.below());
                case BackgroundCue.LowActivation low -> new Inactive(pictures, low, work);
            };
        }

        private static boolean[] notSalient(StoredPictures pictures, int index, double below) {
            GreyMap map = pictures.saliency(index).orElseThrow(() -> new IllegalArgumentException("image "
                    + pictures.images().get(index).id() + " has no saliency map; import the data set with them or take background from cams"));
            float[] saliency = new float[map.levels().length];
            for (int i = 0; i < saliency.length; i++) {
                saliency[i] = (map.levels()[i] & 0xFF) / 255f;
            }
            return RegionFusion.below(saliency, below);
        }
    }

    /** Background where no class is active in any round. */
    private static final class Inactive implements Background {

        private final StoredPictures pictures;
        private final double below;
        private final List<StoredCams> rounds = new ArrayList<>();

        Inactive(StoredPictures pictures, BackgroundCue.LowActivation cue, StageWork work) {
            this.pictures = pictures;
            this.below = cue.below();
            cue.cams().forEach(cams -> rounds.add(StoredCams.open(work.artifacts(), cams)));
        }

        @Override
        public boolean[] at(int index, List<Mask> regions) {
            DatasetManifest.Image image = pictures.images().get(index);
            float[] strongest = new float[image.heightPx() * image.widthPx()];
            for (StoredCams round : rounds) {
                FloatMaps maps = round.scaled(image.id(), image.heightPx(), image.widthPx());
                for (int i = 0; i < maps.values().length; i++) {
                    int pixel = i % strongest.length;
                    strongest[pixel] = Math.max(strongest[pixel], maps.values()[i]);
                }
            }
            return RegionFusion.below(strongest, below);
        }

        @Override
        public void close() {
            rounds.forEach(StoredCams::close);
        }
    }
}
