package dev.seedbed.app.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.training.engine.DeviceSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrototypeKernelsTest {

    @Test
    void everyVectorOfSeedsAndIsCamsPassesItsGradientsToo() {
        Path vectors = Path.of(System.getProperty("seedbed.shared", "none"), "vectors");
        assumeTrue(Files.isDirectory(vectors), () -> "there are no reference vectors at " + vectors);
        List<Kernel> kernels = PrototypeKernels.on(DeviceSlot.parse("cpu:0"));
        for (Kernel kernel : kernels) {
            List<String> lines = new ArrayList<>();
            KernelVectors.Summary summary = new KernelVectors(kernels).verify(vectors.resolve(kernel.operation()), lines::add);
            assertThat(lines).noneMatch(line -> line.startsWith("FAILED"));
            assertThat(summary.passed()).isPositive();
        }
    }
}
