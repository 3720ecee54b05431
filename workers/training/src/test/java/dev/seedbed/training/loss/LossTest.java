package dev.seedbed.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.Mask;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.draw.Draws;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LossTest {

    @Test
    void softMarginIsTheMeanBinaryCrossEntropy() {
        on(manager -> {
            float[] z = {-30, -1, 0, 2, 40, 0.5f};
            float[] t = {0, 1, 1, 0, 1, 0};
            double expected = 0;
            for (int i = 0; i < z.length; i++) {
                double p = 1 / (1 + Math.exp(-z[i]));
                expected -= t[i] == 1 ? Math.log(p) : Math.log1p(-p);
            }
            NDArray loss = SoftMargin.loss(DeviceArrays.copy(manager, new Shape(2, 3), z), DeviceArrays.copy(manager, new Shape(2, 3), t));
            assertThat(loss.getFloat()).isCloseTo((float) (expected / z.length), within(1e-5f));
        });
    }

    @Test
    void theSquaredBranchLossComparesProbabilities() {
        on(manager -> {
            NDArray loss = SoftMargin.squared(
                    DeviceArrays.copy(manager, new Shape(1, 2), new float[] {0, 100}),
                    DeviceArrays.copy(manager, new Shape(1, 2), new float[] {1, 0}));
            assertThat(loss.getFloat()).isCloseTo((0.25f + 1) / 2, within(1e-6f));
        });
    }

    @Test
    void chanceIsTheEntropyOfTheTags() {
        assertThat(SoftMargin.ofBestConstant(List.of(new float[] {1, 0}, new float[] {0, 0}))).isCloseTo(Math.log(2) / 2, within(1e-12));
        assertThat(SoftMargin.ofBestConstant(List.of())).isZero();
        assertThat(SoftMargin.ofBestConstant(List.of(new float[] {1, 1}))).isZero();
    }

    @Test
    void crossEntropyAveragesOverTheKnownPixelsOfTheWholeBatch() {
        for (int seed = 0; seed < 5; seed++) {
            Draws draws = Draws.of(seed, Draws.Purpose.ORDER);
            int n = 2;
            int classes = 4;
            int area = 6;
            float[] z = new float[n * classes * area];
            for (int i = 0; i < z.length; i++) {
                z[i] = (float) (3 * draws.nextGaussian());
            }
            byte[] labels = new byte[n * area];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) (draws.nextInt(3) == 0 ? 255 : draws.nextInt(classes));
            }
            double expected = expected(z, labels, n, classes, area);
            on(manager -> {
                NDArray logP = PixelLoss.logProbabilities(DeviceArrays.copy(manager, new Shape(n, classes, 2, 3), z));
                NDArray y = DeviceArrays.filled(manager, new Shape(n, 2, 3), DataType.UINT8, buffer -> buffer.put(labels));
                assertThat(PixelLoss.crossEntropy(logP, y).getFloat()).isCloseTo((float) expected, within(1e-5f));
            });
        }
    }

    private static double expected(float[] z, byte[] labels, int n, int classes, int area) {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < area; p++) {
                int y = labels[i * area + p] & 0xFF;
                if (y < 255) {
                    double norm = 0;
                    for (int c = 0; c < classes; c++) {
                        norm += Math.exp(z[(i * classes + c) * area + p]);
                    }
                    sum += Math.log(norm) - z[(i * classes + y) * area + p];
                    known++;
                }
            }
        }
        return sum / known;
    }

    @Test
    void aBatchWithoutKnownPixelsCostsNothingAndTeachesNothing() {
        on(manager -> {
            NDArray scores = DeviceArrays.copy(manager, new Shape(1, 2, 1, 2), new float[] {1, 2, 3, 4});
            NDArray labels = DeviceArrays.filled(manager, new Shape(1, 1, 2), DataType.UINT8, b -> b.put(new byte[] {-1, -1}));
            scores.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray loss = PixelLoss.crossEntropy(PixelLoss.logProbabilities(scores), labels);
                autograd.backward(loss);
                assertThat(loss.getFloat()).isZero();
            }
            assertThat(scores.getGradient().toFloatArray()).containsOnly(0);
        });
    }

    @Test
    void labelsOnAGridAreThoseUnderItsCellsCentres() {
        on(manager -> {
            byte[] rows = new byte[2 * 8 * 8];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (byte) (i == 64 + 6 * 8 + 1 ? Mask.IGNORE : i % 64);
            }
            NDArray labels = DeviceArrays.filled(manager, new Shape(2, 8, 8), DataType.UINT8, buffer -> buffer.put(rows));
            byte[] centres = PixelLoss.atCentres(labels, 3).toByteArray();
            assertThat(centres).containsExactly(9, 12, 14, 33, 36, 38, 49, 52, 54, 9, 12, 14, 33, 36, 38, -1, 52, 54);
            assertThat(PixelLoss.atCentres(labels, 8).toByteArray()).containsExactly(rows);
        });
    }

    @Test
    void onlineLabelsForbidWhatTheBranchDoesNotSee() {
        on(manager -> {
            NDArray logP = PixelLoss.logProbabilities(DeviceArrays.copy(manager, new Shape(1, 3, 1, 1), new float[] {0, 1, 2}));
            NDArray sure = DeviceArrays.copy(manager, new Shape(1, 2), new float[] {1, 1});
            NDArray unsure = DeviceArrays.copy(manager, new Shape(1, 2), new float[] {1, 0.1f});
            NDArray blind = DeviceArrays.copy(manager, new Shape(1, 2), new float[] {0, 0});
            assertThat(PixelLoss.onlineLabels(logP, sure).getLong()).isEqualTo(2);
            assertThat(PixelLoss.onlineLabels(logP, unsure).getLong()).isEqualTo(1);
            assertThat(PixelLoss.onlineLabels(logP, blind).getLong()).isEqualTo(0);
        });
    }

    private static void on(Consumer<NDManager> work) {
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            work.accept(manager);
            return null;
        });
    }
}
