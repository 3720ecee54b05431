package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.RegionFusion;
import dev.seedbed.imaging.Resample;
import dev.seedbed.stage.BackgroundCue;
import java.util.List;
import java.util.function.Supplier;

/** The background cue of every picture: whether it claims a place. */
interface Background extends AutoCloseable {

    /**
     * What it claims of a picture at some size [height × width].
     *
     * @param unclaimed what no class claims
     */
    boolean[] at(int index, int height, int width, Supplier<boolean[]> unclaimed);

    @Override
    default void close() {}

    static Background open(BackgroundCue cue, StoredPictures pictures, StageWork work) {
        return switch (cue) {
            case BackgroundCue.Unclaimed _ -> (_, _, _, unclaimed) -> unclaimed.get();
            case BackgroundCue.Saliency saliency -> (index, height, width, _) -> notSalient(pictures, index, height, width, saliency.below());
            case BackgroundCue.LowActivation low -> new Inactive(
                    pictures, low.below(), low.cams().stream().map(cams -> StoredCams.open(work.artifacts(), cams)).toList());
        };
    }

    /** What people gave for the classes and for background: words joined by '+'. */
    static String supervision(String classes, BackgroundCue cue) {
        return cue instanceof BackgroundCue.Saliency ? classes + "+saliency" : classes;
    }

    /** At another size than its own, the map is averaged under a triangle as wide as two places. */
    private static boolean[] notSalient(StoredPictures pictures, int index, int height, int width, double below) {
        GreyMap map = pictures.saliency(index).orElseThrow(() -> new IllegalArgumentException("image "
                + pictures.images().get(index).id() + " has no saliency map; import the data set with them or take background from cams"));
        GreyMap resized = Resample.bilinear(map, width, height);
        float[] saliency = new float[resized.levels().length];
        for (int i = 0; i < saliency.length; i++) {
            saliency[i] = resized.at(i);
        }
        return RegionFusion.below(saliency, below);
    }

    /** Background where no class is active in any round. */
    record Inactive(StoredPictures pictures, double below, List<StoredCams> rounds) implements Background {

        @Override
        public boolean[] at(int index, int height, int width, Supplier<boolean[]> unclaimed) {
            float[] strongest = new float[height * width];
            for (StoredCams round : rounds) {
                String id = pictures.images().get(index).id();
                raise(strongest, round.scaled(id, height, width), round.classes(id));
            }
            return RegionFusion.below(strongest, below);
        }

        private static void raise(float[] strongest, FloatMaps maps, int[] classes) {
            for (int row = 0; row < classes.length; row++) {
                for (int place = 0; classes[row] > 0 && place < strongest.length; place++) {
                    strongest[place] = Math.max(strongest[place], maps.values()[row * strongest.length + place]);
                }
            }
        }

        @Override
        public void close() {
            rounds.forEach(StoredCams::close);
        }
    }
}
