package dev.seedbed.training.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checkpoints as another attempt finds them. */
public final class Reread {

    private Reread() {}

    /** Written to a file and read from there. */
    public static Checkpoint of(Checkpoint checkpoint) {
        try {
            Path file = Files.createTempFile("checkpoint", ".safetensors");
            try (var out = Files.newOutputStream(file)) {
                checkpoint.writeTo(out);
            }
            Checkpoint read = Checkpoint.read(file);
            Files.delete(file);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
