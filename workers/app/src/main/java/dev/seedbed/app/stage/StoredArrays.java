package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An NPZ file in the artifact store: what {@link ArrayFile} wrote. */
record StoredArrays(NpzReader file) implements Closeable {

    /** @param sha256 of the NPZ */
    static StoredArrays open(ArtifactStore store, String sha256) {
        try {
            return new StoredArrays(NpzReader.open(store.file(sha256)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return file.has(name);
    }

    NdArray read(String name) {
        try {
            return file.read(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
