package dev.seedbed.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.task.SegmenterTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

    private static final int EPOCHS = 75;
    private static final int PER_EPOCH = 4;
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void threeHundredStepsLeaveNothingOnTheDeviceAndHoldNoMoreMemoryThanOneHundred() {
        Training training = new Training(EPOCHS, 3, 32, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
        Set<Integer> open = new HashSet<>();
        long[] residentKb = new long[2];
        Silent watch = new Silent() {
            @Override
            public void onStep(long step, long steps, int epoch, Map<String, Double> metrics, double imagesPerSecond) {
                open.add(openArrays());
                if (step == 100) {
                    residentKb[0] = residentKb();
                } else if (step == steps) {
                    residentKb[1] = residentKb();
                }
            }
        };
        int before = openArrays();
        TrainingLoop.train(
                new SegmenterTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES,
                        new SegmenterLearning.Prohibitive(true, SegmenterLearning.BranchLoss.SOFT_MARGIN)),
                new TrainingLoop.Subject(Drawn.squares(3 * PER_EPOCH, 32), Drawn.squeezeNet(), training, 0),
                new Attempt(DeviceSlot.parse("cpu:0"), Optional.empty(), false,
                        new CheckpointCadence(Duration.ofDays(1), OptionalLong.of(20)), 1, watch));
        assertThat(open).as("arrays open between steps").hasSize(1);
        assertThat(openArrays()).isEqualTo(before);
        assertThat(residentKb[1] - residentKb[0]).as("growth of anonymous memory outside the heap, KiB").isLessThan(48_000);
    }

    /** Arrays that the engine holds in this process, under whatever manager. */
    private static int openArrays() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }

    /** Resident anonymous memory less the heap's committed part; 0 where the system does not say. */
    private static long residentKb() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        System.gc();
        try {
            long resident = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            return resident - Runtime.getRuntime().totalMemory() / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
