package dev.seedbed.app.kernels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.Npz;
import dev.seedbed.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One reference vector: an NPZ of inputs and expected outputs beside a JSON that names the operation.
 *
 * @param parameters a JSON object
 * @param inputs arrays by name
 * @param expected outputs by name
 * @param tolerances by output
 */
record VectorCase(
        String operation,
        JsonNode parameters,
        Map<String, NdArray> inputs,
        Map<String, NdArray> expected,
        Map<String, Tolerance> tolerances) {

    private static final String EXPECTED = "expected.";

    VectorCase {
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("no output is expected");
        }
        if (!expected.keySet().equals(tolerances.keySet())) {
            throw new IllegalArgumentException("outputs " + new TreeSet<>(expected.keySet())
                    + " are expected, but there are tolerances for " + new TreeSet<>(tolerances.keySet()));
        }
    }

    /** The operation that a case's JSON names. */
    static String operation(Path json) throws IOException {
        JsonNode operation = tree(json).path("operation");
        if (!operation.isTextual()) {
            throw new IllegalArgumentException("its JSON names no operation");
        }
        return operation.textValue();
    }

    /** Reads a case from its JSON and the NPZ of the same name. */
    static VectorCase read(Path json) throws IOException {
        String file = json.getFileName().toString();
        Path npz = json.resolveSibling(file.substring(0, file.length() - ".json".length()) + ".npz");
        if (!Files.isRegularFile(npz)) {
            throw new IllegalArgumentException("its arrays are missing: " + npz);
        }
        JsonNode tree = tree(json);
        Map<String, NdArray> inputs = new HashMap<>();
        Map<String, NdArray> expected = new TreeMap<>();
        Npz.read(npz).forEach((name, array) -> {
            if (name.startsWith(EXPECTED)) {
                expected.put(name.substring(EXPECTED.length()), array);
            } else {
                inputs.put(name, array);
            }
        });
        Map<String, Tolerance> tolerances = new TreeMap<>();
        tree.path("tolerance").properties().forEach(t -> tolerances.put(t.getKey(), Tolerance.of(t.getValue())));
        return new VectorCase(operation(json), tree.path("parameters"), inputs, expected, tolerances);
    }

    private static JsonNode tree(Path json) throws IOException {
        try {
            return Json.mapper().readTree(json.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its JSON cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
