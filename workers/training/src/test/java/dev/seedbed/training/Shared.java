package dev.seedbed.training;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reference vectors and photographs where they lie beside the project; tests on them are skipped where not. */
public final class Shared {

    private Shared() {}

    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("seedbed.shared", "../shared")).resolve(name);
        assumeTrue(Files.isDirectory(folder), "no " + folder);
        return folder;
    }

    public static List<Path> vectors(String operation) {
        try (Stream<Path> files = Files.list(folder("vectors").resolve(operation))) {
            return files.filter(file -> file.toString().endsWith(".npz")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
