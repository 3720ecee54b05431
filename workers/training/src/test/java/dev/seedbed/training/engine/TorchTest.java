package dev.seedbed.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TorchTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");

    @Test
    void everyThreadComputesWithTheSameNumberOfThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> numbers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                numbers.add(threads.submit(() -> Torch.on(CPU, _ -> JniUtils.getNumThreads())));
            }
            for (Future<Integer> number : numbers) {
                assertThat(number.get()).isEqualTo(Torch.threads());
            }
        }
    }

    @Test
    void twoThreadsDifferentiateAtTheSameTime() throws Exception {
        CountDownLatch bothRecord = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<float[]>> gradients = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                float factor = i;
                gradients.add(threads.submit(() -> Torch.on(CPU, manager -> {
                    NDArray x = manager.ones(new Shape(2));
                    x.setRequiresGradient(true);
                    try (Autograd autograd = Autograd.recording()) {
                        bothRecord.countDown();
                        await(bothRecord);
                        autograd.backward(x.mul(x).mul(factor).sum());
                    }
                    return x.getGradient().toFloatArray();
                })));
            }
            assertThat(gradients.get(0).get()).containsExactly(2, 2);
            assertThat(gradients.get(1).get()).containsExactly(4, 4);
        }
    }

    @Test
    void nothingIsRecordedUnlessAsked() {
        Torch.on(CPU, manager -> {
            NDArray x = manager.ones(new Shape(2));
            x.setRequiresGradient(true);
            assertThat(JniUtils.isGradMode()).isFalse();
            assertThat(x.mul(2).hasGradient()).isFalse();
            return null;
        });
    }

    @Test
    void devicesAreNamedByKindAndIndex() {
        assertThat(DeviceSlot.parse("cuda:1")).isEqualTo(new DeviceSlot(DeviceSlot.Kind.CUDA, 1)).hasToString("cuda:1");
        for (String wrong : List.of("gpu:0", "cpu", "cuda:-1", "cuda:99999", "")) {
            assertThatThrownBy(() -> DeviceSlot.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void aDeviceThatIsNotThereIsOneClearError() {
        assertThatThrownBy(() -> Torch.on(DeviceSlot.parse("cuda:77"), _ -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no cuda:77");
    }

    @Test
    void exhaustedMemoryIsAnErrorOfItsOwn() {
        assertThatThrownBy(() -> Torch.on(CPU, manager -> manager.zeros(new Shape(1L << 45))))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("out of memory on cpu:0");
    }

    @Test
    void theNumericsClassNamesWhatCanChangeAResult() {
        assertThat(Numerics.of(CPU).name())
                .startsWith("cpu/" + Torch.threads() + " threads/" + System.getProperty("os.arch"))
                .endsWith("pytorch " + Torch.version());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
