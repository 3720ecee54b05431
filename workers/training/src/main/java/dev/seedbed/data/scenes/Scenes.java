package dev.seedbed.data.scenes;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.data.AnnotatedPicture;
import dev.seedbed.data.DatasetWriter;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.Progress;
import dev.seedbed.data.VocExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The generated data set: scenes of one to three objects of six classes on cluttered grounds, with masks, boxes, tags and saliency.
 *
 * <p>It is made for weak supervision. Every object has a small badge that tells its class at a glance, which a classifier's activation map
 * finds first, and a large plain body, told from the ground and its distractors by shape and faint pattern but not by colour, which the map
 * finds once the badge is erased. Scenes depend on seed and number alone, on every machine.
 *
 * @param seed of every random draw
 * @param train how many scenes to train on, at least 1
 * @param val how many scenes to evaluate on, at least 1
 * @param sidePx width and height, 64 to 1024
 */
public record Scenes(long seed, int train, int val, int sidePx) {

    public Scenes {
        if (train < 1 || val < 1 || train + val > 99_999) {
            throw new IllegalArgumentException(
                    "scenes are at least one to train and one to evaluate on, and at most 99,999, not " + train + " and " + val);
        }
        if (sidePx < 64 || sidePx > 1024) {
            throw new IllegalArgumentException("scenes are 64 to 1024 pixels wide, not " + sidePx);
        }
    }

    /** What the demo runs on. */
    public static Scenes defaults() {
        return new Scenes(1, 320, 60, 128);
    }

    /** Class names by index, background first. */
    public static List<String> classes() {
        return SceneClass.names();
    }

    /** Image ids by list: train and val. */
    public Map<String, List<String>> splits() {
        return Map.of("train", ids(0, train), "val", ids(train, train + val));
    }

    /** The scene of an id. */
    public AnnotatedPicture scene(String id) {
        var draw = new Draw(seed, Integer.parseInt(id.substring("scene_".length())));
        return new ScenePainter(sidePx, draw).paint().annotated(draw);
    }

    /** Paints all scenes into the store. */
    public ImportedDataset store(ArtifactStore store, Progress progress) {
        var writer = new DatasetWriter(store);
        var images = writer.writeAll(ids(0, train + val), this::scene, progress);
        return writer.finish(classes(), images, splits(), List.of());
    }

    /** Writes all scenes as a folder in Pascal VOC's layout; only the JPEGs lose anything. */
    public void writeVoc(Path folder) throws IOException {
        var export = new VocExport(folder, classes());
        export.lists(splits());
        for (String id : ids(0, train + val)) {
            export.picture(id, scene(id));
        }
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj("scene_%05d"::formatted).toList();
    }
}
