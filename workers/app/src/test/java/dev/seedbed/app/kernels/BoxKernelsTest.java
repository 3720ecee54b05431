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

    @Test
    void everyVectorOfBoxesPassesGradientsIncluded() {
        Path vectors = Path.of(System.getProperty("seedbed.vectors", System.getProperty("seedbed.shared", "none") + "/vectors"));
        assumeTrue(Files.isDirectory(vectors), () -> "there are no reference vectors at " + vectors);
        List<String> lines = new ArrayList<>();
        List<Kernel> kernels = BoxKernels.on(DeviceSlot.parse("cpu:0"));

        new KernelVectors(kernels).verify(vectors, lines::add);

        lines.stream().filter(l -> !l.startsWith("skipped")).forEach(System.out::println);
        assertThat(lines).noneMatch(line -> line.startsWith("FAILED"));
        for (Kernel kernel : kernels) {
            assertThat(lines).anyMatch(line -> line.startsWith("passed  vectors/" + kernel.operation() + "/"));
        }
    }
}
