package dev.seedbed.imaging.array;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whole NPZ files at once; {@link NpzReader} and {@link NpzWriter} go array by array. */
public final class Npz {

    private Npz() {}

    /**
     * All arrays of a file by name, in the file's order.
     *
     * @throws ArrayFormatException if the file is truncated or corrupt, or holds what is not read here
     */
    public static Map<String, NdArray> read(Path file) throws IOException {
        try (NpzReader reader = NpzReader.open(file)) {
            Map<String, NdArray> arrays = new LinkedHashMap<>();
            for (String name : reader.names()) {
                arrays.put(name, reader.read(name));
            }
            return Collections.unmodifiableMap(arrays);
        }
    }

    /** Writes arrays to a file in the map's order, replacing what was there. */
    public static void write(Path file, Map<String, NdArray> arrays) throws IOException {
        try (NpzWriter writer = new NpzWriter(Files.newOutputStream(file))) {
            for (var array : arrays.entrySet()) {
                writer.write(array.getKey(), array.getValue());
            }
        }
    }
}
