package dev.seedbed.app.kernels;

import dev.seedbed.training.weights.BuiltinWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of weights by name: beside the vectors' folder, then among the program's own resources.
 *
 * @param folders where to look, in order
 */
public record WeightFiles(List<Path> folders) {

    public WeightFiles {
        folders = List.copyOf(folders);
    }

    /** Those for a folder of vectors, be it of all operations or of one: {@code weights} beside it or beside its parent. */
    static WeightFiles beside(Path vectors) {
        Path parent = vectors.toAbsolutePath().normalize().resolve("..").normalize();
        return new WeightFiles(List.of(parent.resolve("weights"), parent.resolve("../weights").normalize()));
    }

    /**
     * The file's bytes.
     *
     * @throws NoSuchFileException if there is none of that name anywhere
     */
    public byte[] read(String name) throws IOException {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("not a name of a weights file: " + name);
        }
        for (Path folder : folders) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return Files.readAllBytes(folder.resolve(name));
            }
        }
        return BuiltinWeights.find(name)
                .orElseThrow(() -> new NoSuchFileException(name, null, "weights lie neither in " + folders + " nor in the program"));
    }
}
