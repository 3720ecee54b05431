package dev.seedbed.training.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Pretrained weights that the program brings along. */
public final class BuiltinWeights {

    private BuiltinWeights() {}

    /** Their names. */
    public static List<String> names() {
        return List.of("squeezenet1_1");
    }

    /** The bytes of the safetensors file of that name, with or without its ending. */
    public static Optional<byte[]> find(String name) {
        String base = name.replaceFirst("\\.safetensors$", "");
        return names().contains(base) ? Optional.of(bytes(base)) : Optional.empty();
    }

    private static byte[] bytes(String base) {
        try (InputStream file = BuiltinWeights.class.getResourceAsStream(base + ".safetensors")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the program's own weights " + base, e);
        }
    }
}
