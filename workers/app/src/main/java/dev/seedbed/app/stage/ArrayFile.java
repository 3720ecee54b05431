package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An NPZ file on its way into the artifact store: arrays lie in it in the order in which they come. */
final class ArrayFile implements Closeable {

    private final Path file;
    private final NpzWriter arrays;

    ArrayFile() {
        try {
            file = Files.createTempFile("seedbed-arrays", ".npz");
            arrays = new NpzWriter(Files.newOutputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String name, NdArray array) {
        try {
            arrays.write(name, array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts what was written into the store. */
    ArtifactRef store(ArtifactStore store) {
        try {
            arrays.close();
            return store.put(file, ArtifactRef.Format.NPZ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            arrays.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
