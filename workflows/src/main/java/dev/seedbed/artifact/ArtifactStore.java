package dev.seedbed.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where bytes live, named by their content. Putting the same bytes twice is harmless and keeps them from being collected for a
 * while; what was read is verified against its name.
 */
public interface ArtifactStore {

    /** Stores the bytes durably (written under a temporary name, synced, renamed) and names them. */
    ArtifactRef put(byte[] bytes, ArtifactRef.Format format);

    /** Stores many small things at once, which may sync in parallel; the references are in the order of the contents. */
    default List<ArtifactRef> putAll(List<byte[]> contents, ArtifactRef.Format format) {
        return contents.stream().map(bytes -> put(bytes, format)).toList();
    }

    /** Bytes that are written when they are asked for, and so need no room on the heap. */
    @FunctionalInterface
    interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    /** Stores what the content writes as durably as bytes. */
    ArtifactRef put(Content content, ArtifactRef.Format format);

    /** Stores the content of a file, which is left as it is. */
    default ArtifactRef put(Path file, ArtifactRef.Format format) {
        return put(out -> Files.copy(file, out), format);
    }

    /**
     * The artifact's bytes.
     *
     * @throws ArtifactException if they are missing or not what their name says
     */
    byte[] read(String sha256);

    /** Whether the store holds the artifact; its bytes are not verified. */
    boolean has(String sha256);

    /**
     * A file with the artifact's verified bytes, to be read or mapped but never written or moved.
     *
     * @throws ArtifactException if they are missing or not what their name says
     */
    Path file(String sha256);

    /** {@link #read(String)} of a reference. */
    default byte[] read(ArtifactRef ref) {
        return read(ref.sha256());
    }
}
