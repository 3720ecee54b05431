package dev.seedbed.data.arrays;

import dev.seedbed.artifact.DatasetManifest.Image;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A kind of arrays that files bring: how they are named in a file, and how they are stored. */
interface ArrayForm {

    /** How the names of arrays end, after the image's id. */
    List<String> endings();

    /**
     * An image's arrays as they are stored, by name.
     *
     * @throws IOException if they cannot be read or are damaged
     * @throws IllegalArgumentException if they do not fit the image, its classes or the grid
     */
    Map<String, NdArray> stored(Image image, NpzReader file) throws IOException;

    /** What was decided on the way, once all are stored. */
    List<String> notes();
}
