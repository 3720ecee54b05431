package dev.seedbed.app.engine;

import dev.seedbed.json.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A record kept as a JSON file that only its owner may read and that is replaced whole, so that a reader never sees half of it. */
record StateFile<T>(Path path, Class<T> type) {

    private static final FileAttribute<?>[] PRIVATE = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
            : new FileAttribute<?>[0];

    /** The content; nothing when there is no file, or one that another version wrote and this one cannot read. */
    Optional<T> read() {
        try {
            return Optional.of(Json.read(Files.readString(path), type));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EngineException("cannot read " + path + ": " + e, e);
        }
    }

    void write(T value) {
        try {
            Path fresh = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".new", PRIVATE);
            Files.writeString(fresh, Json.write(value));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EngineException("cannot write " + path + ": " + e, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new EngineException("cannot delete " + path + ": " + e, e);
        }
    }
}
