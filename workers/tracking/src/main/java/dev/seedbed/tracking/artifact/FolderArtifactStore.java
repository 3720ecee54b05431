package dev.seedbed.tracking.artifact;

import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.tracking.artifact.BlobFolder.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Artifacts as files in a folder. Many processes may share one. Putting what is there already verifies the old bytes and replaces
 * them when they have rotted, so computing a stage again heals the store.
 */
public final class FolderArtifactStore implements ArtifactStore {

    /** Syncs at once: the journal of the file system commits them together. */
    private static final int SYNCING_THREADS = 32;

    private final BlobFolder folder;
    private final ConcurrentHashMap<String, Stamp> verified = new ConcurrentHashMap<>();

    /** What a file looked like when its content was compared with its name. */
    private record Stamp(long bytes, Instant modified) {

        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toInstant());
        }
    }

    private interface Storing<T> {
        T run() throws IOException;
    }

    /** @param root the store's folder, created if it is not there */
    public FolderArtifactStore(Path root) {
        this.folder = new BlobFolder(root.toAbsolutePath().normalize());
    }

    @Override
    public ArtifactRef put(byte[] bytes, ArtifactRef.Format format) {
        return storing(() -> {
            ArtifactRef ref = write(bytes, format);
            folder.sync(folder.folderOf(ref.sha256()));
            return ref;
        });
    }

    @Override
    public List<ArtifactRef> putAll(List<byte[]> contents, ArtifactRef.Format format) {
        List<ArtifactRef> refs = inParallel(contents.stream().map(bytes -> (Callable<ArtifactRef>) () -> write(bytes, format)).toList());
        inParallel(refs.stream().map(ref -> folder.folderOf(ref.sha256())).distinct().map(path -> (Callable<Path>) () -> {
            folder.sync(path);
            return path;
        }).toList());
        return refs;
    }

    @Override
    public ArtifactRef put(Content content, ArtifactRef.Format format) {
        return storing(() -> {
            Path temporary = folder.temporary();
            try {
                String sha256 = write(content, temporary);
                long bytes = Files.size(temporary);
                if (!keep(sha256)) {
                    folder.sync(temporary);
                    publish(temporary, sha256);
                }
                folder.sync(folder.folderOf(sha256));
                return new ArtifactRef(sha256, bytes, format);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
    }

    /** The hash of what was written. */
    private static String write(Content content, Path file) throws IOException {
        try (var out = new DigestOutputStream(Files.newOutputStream(file), Sha256.digest())) {
            content.writeTo(out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        }
    }

    /** All of a put but the syncing of the folder. */
    private ArtifactRef write(byte[] bytes, ArtifactRef.Format format) throws IOException {
        String sha256 = Sha256.of(bytes);
        if (!keep(sha256)) {
            Path temporary = folder.temporary();
            try {
                folder.write(temporary, bytes);
                publish(temporary, sha256);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        return new ArtifactRef(sha256, bytes.length, format);
    }

    private void publish(Path temporary, String sha256) throws IOException {
        folder.publish(temporary, sha256);
        verified.put(sha256, Stamp.of(folder.path(sha256)));
    }

    /** Whether the store has these bytes already, sound; then they count as put now. */
    private boolean keep(String sha256) throws IOException {
        Path path = folder.path(sha256);
        if (!Files.exists(path) || !isSound(sha256, path) || !folder.touch(sha256)) {
            return false;
        }
        verified.put(sha256, Stamp.of(path));
        return true;
    }

    private boolean isSound(String sha256, Path path) throws IOException {
        Stamp stamp = Stamp.of(path);
        if (stamp.equals(verified.get(sha256))) {
            return true;
        }
        boolean sound = hash(path).equals(sha256);
        if (sound) {
            verified.put(sha256, stamp);
        }
        return sound;
    }

    private static String hash(Path path) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(path), Sha256.digest())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    @Override
    public byte[] read(String sha256) {
        Path path = existing(sha256);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(sha256, path, e);
        }
        if (!Sha256.of(bytes).equals(sha256)) {
            throw corrupt(sha256, path);
        }
        return bytes;
    }

    @Override
    public boolean has(String sha256) {
        return Files.exists(folder.path(Sha256.require(sha256)));
    }

    @Override
    public Path file(String sha256) {
        Path path = existing(sha256);
        try {
            if (!isSound(sha256, path)) {
                throw corrupt(sha256, path);
            }
        } catch (IOException e) {
            throw unreadable(sha256, path, e);
        }
        return path;
    }

    private Path existing(String sha256) {
        if (!has(sha256)) {
            throw new ArtifactException("artifact " + sha256 + " is missing at " + folder.path(sha256)
                    + "; restore the file from a copy of the store");
        }
        return folder.path(sha256);
    }

    private static ArtifactException corrupt(String sha256, Path path) {
        return new ArtifactException("artifact " + sha256 + " is corrupt: the bytes at " + path + " are others than its name says; restore"
                + " the file from a copy of the store");
    }

    private static ArtifactException unreadable(String sha256, Path path, IOException e) {
        return new ArtifactException("artifact " + sha256 + " cannot be read at " + path + ": " + e.getMessage(), e);
    }

    private <T> T storing(Storing<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw unstorable(e);
        }
    }

    private ArtifactException unstorable(Throwable e) {
        return new ArtifactException("cannot store an artifact under " + folder + ": " + e + "; is the disk full, or not writable?", e);
    }

    private <T> List<T> inParallel(List<Callable<T>> work) {
        try (var threads = Executors.newFixedThreadPool(Math.clamp(work.size(), 1, SYNCING_THREADS))) {
            List<T> results = new ArrayList<>(work.size());
            for (Future<T> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unstorable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArtifactException("interrupted while storing artifacts", e);
        }
    }

    /** Every blob, for collecting. */
    List<Blob> blobs() {
        return storing(() -> {
            try (var blobs = folder.list()) {
                return blobs.toList();
            }
        });
    }

    /** Deletes the blob unless it was put since; whether it is gone. */
    boolean remove(Blob blob, Instant notPutSince) {
        return storing(() -> folder.remove(blob, notPutSince));
    }

    /** Deletes what dead writers left. */
    void removeUnfinished(Instant notTouchedSince) {
        storing(() -> {
            folder.removeUnfinished(notTouchedSince);
            return Optional.empty();
        });
    }

    @Override
    public String toString() {
        return "artifact store " + folder;
    }
}
