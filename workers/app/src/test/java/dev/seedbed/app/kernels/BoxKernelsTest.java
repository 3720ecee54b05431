package dev.seedbed.app.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.training.engine.DeviceSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxKernelsTest {

    private static final List<String> OPERATIONS = List.of("bap-attention", "bap-pool", "bana-unary", "bana-retrieval", "nal");

    @Test
    void everyVectorOfBoxesPassesGradientsIncluded() {
        Path vectors = Path.of(System.getProperty("seedbed.shared", "none"), "vectors");
        assumeTrue(Files.isDirectory(vectors), () -> "there are no reference vectors at " + vectors);
        List<String> lines = new ArrayList<>();
        List<Kernel> kernels = TrainingKernels.on(DeviceSlot.parse("cpu:0")).stream()
                .filter(kernel -> OPERATIONS.contains(kernel.operation()))
                .toList();

        new KernelVectors(kernels).verify(vectors, lines::add);

        assertThat(lines).noneMatch(line -> line.startsWith("FAILED"));
        for (String operation : OPERATIONS) {
            assertThat(lines).anyMatch(line -> line.startsWith("passed  vectors/" + operation + "/"));
        }
    }
}
