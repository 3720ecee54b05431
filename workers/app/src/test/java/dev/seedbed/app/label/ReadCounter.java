package dev.seedbed.app.label;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A store that remembers what was read. */
record ReadCounter(ArtifactStore store, Set<String> read) implements ArtifactStore {

    ReadCounter(ArtifactStore store) {
        this(store, ConcurrentHashMap.newKeySet());
    }

    @Override
    public ArtifactRef put(byte[] bytes, ArtifactRef.Format format) {
        return store.put(bytes, format);
    }

    @Override
    public ArtifactRef put(Content content, ArtifactRef.Format format) {
        return store.put(content, format);
    }

    @Override
    public byte[] read(String sha256) {
        read.add(sha256);
        return store.read(sha256);
    }

    @Override
    public boolean has(String sha256) {
        return store.has(sha256);
    }

    @Override
    public Path file(String sha256) {
        return store.file(sha256);
    }
}
