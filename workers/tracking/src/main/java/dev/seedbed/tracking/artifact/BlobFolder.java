package dev.seedbed.tracking.artifact;

import dev.seedbed.artifact.ArtifactException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an artifact store: {@code blobs/ab/cdef…} by hash, written under a temporary name in {@code unfinished}, synced and
 * renamed. A blob's modification time says when it was last put.
 */
final class BlobFolder {

    private static final Pattern HASH_PATH = Pattern.compile("[0-9a-f]{2}/[0-9a-f]{62}");

    private final Path blobs;
    private final Path unfinished;

    /**
     * A file found.
     *
     * @param put when its content was last put
     */
    record Blob(String sha256, Path path, long bytes, Instant put) {}

    BlobFolder(Path root) {
        this.blobs = root.resolve("blobs");
        this.unfinished = root.resolve("unfinished");
        try {
            Files.createDirectories(blobs);
            Files.createDirectories(unfinished);
        } catch (IOException e) {
            throw new ArtifactException("cannot create the artifact store " + root + ": " + e.getMessage(), e);
        }
    }

    Path path(String sha256) {
        return blobs.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }

    /** A new name on the file system of the blobs. */
    Path temporary() {
        return unfinished.resolve(UUID.randomUUID().toString());
    }

    void write(Path temporary, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Gives a synced file its name; {@link #sync} of {@link #folderOf} must follow before anybody is told. */
    void publish(Path temporary, String sha256) throws IOException {
        Path folder = path(sha256).getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            sync(blobs);
        }
        Files.move(temporary, path(sha256), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The folder whose entries must be synced once the blob has its name. */
    Path folderOf(String sha256) {
        return path(sha256).getParent();
    }

    /** Makes a file's content, or a folder's entries, survive a power cut. */
    void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Marks the blob as just put; false if there is none. */
    boolean touch(String sha256) throws IOException {
        try {
            Files.setLastModifiedTime(path(sha256), FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Every blob; the caller closes the stream. */
    Stream<Blob> list() throws IOException {
        return Files.walk(blobs, 2)
                .filter(path -> HASH_PATH.matcher(blobs.relativize(path).toString()).matches())
                .flatMap(path -> look(path).stream());
    }

    private static Optional<Blob> look(Path path) {
        try {
            String hash = path.getParent().getFileName().toString() + path.getFileName();
            return Optional.of(new Blob(hash, path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a blob unless it was put again meanwhile: it is first moved aside, so that a put in between either marks the file that
     * is then moved back, or finds none and writes it anew.
     *
     * @return whether it is gone
     */
    boolean remove(Blob blob, Instant notPutSince) throws IOException {
        Path aside = temporary();
        try {
            Files.move(blob.path(), aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (Files.getLastModifiedTime(aside).toInstant().isAfter(notPutSince)) {
            Files.move(aside, blob.path(), StandardCopyOption.ATOMIC_MOVE);
            return false;
        }
        Files.delete(aside);
        return true;
    }

    /** Deletes what writers that died left under temporary names. */
    void removeUnfinished(Instant notTouchedSince) throws IOException {
        try (Stream<Path> files = Files.list(unfinished)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(notTouchedSince)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public String toString() {
        return blobs.getParent().toString();
    }
}
