package dev.seedbed.app.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelVectorsTest {

    private static final Kernel DOUBLING = new Kernel() {
        @Override
        public String operation() {
            return "double";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            float[] x = call.input("x", 1).floats();
            float[] y = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = (float) (x[i] * call.number("/factor"));
            }
            return Map.of("y", NdArray.of(y, y.length));
        }
    };

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void everyImagingVectorPasses() {
        Path vectors = Path.of(System.getProperty("seedbed.shared", "none"), "vectors");
        assumeTrue(Files.isDirectory(vectors), () -> "there are no reference vectors at " + vectors);

        KernelVectors.Summary summary = new KernelVectors(ImagingKernels.all()).verify(vectors, lines::add);

        assertThat(lines).noneMatch(line -> line.startsWith("FAILED"));
        assertThat(summary.passed()).isGreaterThanOrEqualTo(6);
        assertThat(summary.exitCode()).isZero();
        for (Kernel kernel : ImagingKernels.all()) {
            assertThat(lines).anyMatch(line -> line.startsWith("passed  vectors/" + kernel.operation() + "/"));
        }
    }

    @Test
    void aCaseWithinItsToleranceIsPassedWithItsWorstError() throws IOException {
        write("double/001", "double", "{\"y\": {\"abs\": 0.25}}", floats(1, 2, Float.NaN), floats(2, 4.125f, Float.NaN));
        write("double/002", "double", "{\"y\": {\"agree\": 0.5}}", floats(1, 2), floats(2, 5));

        assertThat(verify(folder).exitCode()).isZero();
        assertThat(lines).hasSize(3).endsWith("passed: 2 failed: 0 skipped: 0");
        assertThat(lines.get(0)).startsWith("passed").contains("double/001: y off by 1.25e-01, allowed 2.50e-01");
        assertThat(lines.get(1)).startsWith("passed").contains("double/002: y agrees on 0.500000, needed 0.500000");
    }

    @Test
    void whatIsOffOrMissingOrOfAnotherShapeFails() throws IOException {
        write("a/1", "double", "{\"y\": {\"abs\": 0.25}}", floats(1), floats(2.5f));
        write("a/2", "double", "{\"y\": {\"abs\": 1e9}}", floats(1), floats(Float.NaN));
        write("a/3", "double", "{\"y\": {\"abs\": 1e9}}", floats(Float.NaN), floats(1));
        write("a/4", "double", "{\"y\": {\"agree\": 0.9}}", floats(1, 2), floats(2, 3));
        write("a/5", "double", "{\"y\": {\"abs\": 1}}", floats(1, 2), floats(2));
        write("a/6", "double", "{\"y\": {\"abs\": 1}}", floats(1), NdArray.of(new float[] {2}, 1, 1));

        assertThat(verify(folder).exitCode()).isEqualTo(1);
        assertThat(lines).endsWith("passed: 0 failed: 6 skipped: 0");
        assertThat(lines.get(1)).contains("off by Infinity");
        assertThat(lines.get(5)).contains("y is float32[1] instead of float32[1, 1]");
    }

    @Test
    void aBrokenCaseFailsAndSaysWhy() throws IOException {
        write("a/1", "double", "{\"z\": {\"abs\": 1}}", floats(1), floats(2));
        write("a/2", "double", "{\"y\": {\"relative\": 1}}", floats(1), floats(2));
        write("a/3", "double", "{\"y\": {\"abs\": 1}}", NdArray.of(new int[1], 1), floats(2));
        Files.writeString(folder.resolve("a/4.json"), "{\"operation\": \"double\"}");
        Files.writeString(folder.resolve("a/5.json"), "{\"operation\": ");
        Files.writeString(folder.resolve("a/6.json"), "[]");
        write("a/7", "double", "{\"y\": {\"abs\": 1}}", floats(1), floats(2));
        Files.write(folder.resolve("a/7.npz"), new byte[] {1, 2, 3});

        assertThat(verify(folder)).isEqualTo(new KernelVectors.Summary(0, 7, 0));
        assertThat(lines.get(0)).contains("tolerances for [z]");
        assertThat(lines.get(1)).contains("relative");
        assertThat(lines.get(2)).contains("int32[1] is not float32");
        assertThat(lines.get(3)).contains("arrays are missing");
        assertThat(lines.get(4)).contains("JSON cannot be read");
        assertThat(lines.get(5)).contains("names no operation");
        assertThat(lines.get(6)).contains("7.npz");
    }

    @Test
    void anUnknownOperationIsSkippedBesideOthers() throws IOException {
        write("double/001", "double", "{\"y\": {\"abs\": 0}}", floats(3), floats(6));
        write("treble/001", "treble", "{\"y\": {\"abs\": 0}}", floats(3), floats(9));

        assertThat(verify(folder).exitCode()).isZero();
        assertThat(lines).anyMatch(line -> line.startsWith("skipped") && line.contains("treble/001: there is no kernel for treble"));
        assertThat(lines).endsWith("passed: 1 failed: 0 skipped: 1");
    }

    @Test
    void oneOperationsFolderIsAsGoodAsAll() throws IOException {
        write("double/001", "double", "{\"y\": {\"abs\": 0}}", floats(3), floats(6));
        assertThat(verify(folder.resolve("double")).passed()).isEqualTo(1);
    }

    @Test
    void noCasesAreTheUsersMistake() {
        assertThat(verify(folder).exitCode()).isEqualTo(2);
        assertThat(verify(folder.resolve("nowhere")).exitCode()).isEqualTo(2);
        assertThat(lines).endsWith("passed: 0 failed: 0 skipped: 0").anyMatch(line -> line.contains("no vectors found"));
    }

    @Test
    void weightsLieBesideTheVectorsFolderOrItsParent() throws IOException {
        Files.createDirectories(folder.resolve("vectors/double"));
        Files.createDirectories(folder.resolve("weights"));
        Files.write(folder.resolve("weights/net.bin"), new byte[] {7});

        assertThat(WeightFiles.beside(folder.resolve("vectors")).read("net.bin")).containsExactly(7);
        assertThat(WeightFiles.beside(folder.resolve("vectors/double")).read("net.bin")).containsExactly(7);
        assertThatThrownBy(() -> WeightFiles.beside(folder.resolve("vectors")).read("other.bin")).isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("other.bin");
        assertThatThrownBy(() -> WeightFiles.beside(folder).read("../net.bin")).isInstanceOf(IllegalArgumentException.class);
    }

    private KernelVectors.Summary verify(Path vectors) {
        return new KernelVectors(List.of(DOUBLING)).verify(vectors, lines::add);
    }

    private void write(String name, String operation, String tolerance, NdArray input, NdArray output) throws IOException {
        Path json = folder.resolve(name + ".json");
        Files.createDirectories(json.getParent());
        Files.writeString(json, """
                {"operation": "%s", "parameters": {"factor": 2}, "tolerance": %s}
                """.formatted(operation, tolerance));
        Map<String, NdArray> arrays = new HashMap<>();
        arrays.put("x", input);
        arrays.put("expected.y", output);
        Npz.write(folder.resolve(name + ".npz"), arrays);
    }

    private static NdArray floats(float... values) {
        return NdArray.of(values, values.length);
    }
}
