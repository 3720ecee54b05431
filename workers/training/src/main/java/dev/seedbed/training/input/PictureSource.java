package dev.seedbed.training.input;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
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
}
