package dev.seedbed.training.input;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.SeedMaps;
import java.util.List;
import java.util.Optional;

/** Pictures to learn from or to ask about, by index, always in the same order. Asked from several threads at once. */
public interface PictureSource {

    /** How many pictures there are. */
    int size();

    /** The picture's name, for messages. */
    String id(int index);

    /** The picture, decoded and with its regions erased. */
    Raster picture(int index);

    /** Its labels, of the picture's size; empty where the source has none. */
    Optional<Mask> mask(int index);

    /** Its tags, one 0 or 1 per foreground class. */
    float[] tags(int index);

    /** Labels of another version, of the picture's size, for a loss that compares two; empty where the source has none. */
    default Optional<Mask> otherMask(int index) {
        return Optional.empty();
    }

    /** Its objects' boxes, in its own pixels; empty where the source has none. */
    default List<DatasetManifest.Box> boxes(int index) {
        return List.of();
    }

    /** Its localization cues; empty where the source has none. */
    default Optional<SeedMaps> cues(int index) {
        return Optional.empty();
    }

    /** Its true labels, of the picture's size, to measure by and never to learn from; empty where there are none. */
    default Optional<Mask> truth(int index) {
        return Optional.empty();
    }
}
