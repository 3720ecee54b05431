package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An artifact store that forgets everything with the test. */
public final class MemoryStore implements ArtifactStore {

    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public ArtifactRef put(byte[] bytes, ArtifactRef.Format format) {
        String sha256 = Sha256.of(bytes);
        blobs.put(sha256, bytes.clone());
        return new ArtifactRef(sha256, bytes.length, format);
    }

    @Override
    public ArtifactRef put(Content content, ArtifactRef.Format format) {
        var bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
            return put(bytes.toByteArray(), format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(String sha256) {
        byte[] bytes = blobs.get(sha256);
        if (bytes == null) {
            throw new ArtifactException("artifact " + sha256 + " is missing");
        }
        return bytes.clone();
    }

    @Override
    public boolean has(String sha256) {
        return blobs.containsKey(sha256);
    }

    @Override
    public Path file(String sha256) {
        throw new UnsupportedOperationException("this store has no files");
    }

    /** How many different contents were stored. */
    public int size() {
        return blobs.size();
    }
}
