package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.SeedQuality;
import dev.seedbed.stage.StageKey;
import dev.seedbed.training.network.Extractor;
import dev.seedbed.training.task.SeedCounts;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Places cues on a network's grid. */
final class CuePlacer implements StageExecutor<PlaceCues, Cues> {

    @Override
    public String kind() {
        return PlaceCues.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Cues execute(PlaceCues stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        var labels = new LabelCollector(work.artifacts(), pictures);
        var collector = new CueCollector(pictures, labels);
        int classes = pictures.dataset().classes().size();
        int grid = Extractor.of(stage.architecture()).grid(stage.sidePx());
        try (StoredCams cams = StoredCams.open(work.artifacts(), stage.cams());
                Background background = Background.open(stage.background(), pictures, work);
                var arrays = new StoredCues.Writer()) {
            EachImage.run("placing cues", pictures.size(), work, index -> {
                var image = pictures.images().get(index);
                SeedMaps cues = foreground(cams, image.id(), stage.foregroundAbove(), classes, grid);
                claim(cues, background.at(index, grid, grid, () -> unclaimed(cues)));
                arrays.write(index, image.id(), cues, rows(cams.classes(image.id())));
                collector.add(index, cues);
            });
            SeedQuality quality = collector.quality();
            SeedCounts.metrics(quality).forEach(work::figure);
            ArtifactRef stored = arrays.store(work.artifacts());
            work.output("cues", stored);
            Labelled shown = labels.finish(
                    stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.CUES,
                    Background.supervision(stage.cams().supervision(), stage.background()), stage.cams().pretraining(), work);
            return new Cues(stored.sha256(), grid, shown, quality);
        }
    }

    /** Every class where its map, over its own peak on the grid, is over the threshold. */
    private static SeedMaps foreground(StoredCams cams, String imageId, double above, int classes, int grid) {
        FloatMaps maps = cams.scaled(imageId, grid, grid);
        int[] labels = cams.classes(imageId);
        byte[] seeds = new byte[classes * maps.area()];
        for (int row = 0; row < labels.length; row++) {
            for (int place = 0; labels[row] > 0 && place < maps.area(); place++) {
                seeds[labels[row] * maps.area() + place] = (byte) (maps.values()[row * maps.area() + place] > above ? 1 : 0);
            }
        }
        return new SeedMaps(classes, grid, grid, seeds);
    }

    private static boolean[] unclaimed(SeedMaps cues) {
        boolean[] unclaimed = new boolean[cues.area()];
        for (int place = 0; place < unclaimed.length; place++) {
            int at = place;
            unclaimed[place] = IntStream.range(1, cues.classes()).noneMatch(c -> cues.at(c, at));
        }
        return unclaimed;
    }

    /** Background's cues, into maps that nobody else has seen yet. */
    private static void claim(SeedMaps cues, boolean[] background) {
        for (int place = 0; place < background.length; place++) {
            cues.seeds()[place] = (byte) (background[place] ? 1 : 0);
        }
    }

    /** Background and the maps' classes. */
    private static int[] rows(int[] mapped) {
        return IntStream.concat(IntStream.of(0), Arrays.stream(mapped).filter(label -> label > 0)).toArray();
    }
}
