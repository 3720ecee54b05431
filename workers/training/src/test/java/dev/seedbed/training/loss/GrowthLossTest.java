package dev.seedbed.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthLossTest {

    private static final int IMAGES = 3;
    private static final int CLASSES = 4;
    private static final int AREA = 6;
    private static final int SIZE = CLASSES * AREA;
    private static final Shape SHAPE = new Shape(IMAGES, CLASSES, 2, 3);

    private record Run(float loss, float[] gradient) {}

    private static Run run(Shape shape, float[] values, UnaryOperator<NDArray> loss) {
        return Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            NDArray x = DeviceArrays.copy(manager, shape, values);
            x.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray value = loss.apply(x);
                autograd.backward(value);
                return new Run(value.getFloat(), x.getGradient().toFloatArray());
            }
        });
    }

    private static UnaryOperator<NDArray> with(BinaryOperator<NDArray> loss, float[] other) {
        return x -> loss.apply(x, DeviceArrays.copy(x.getManager(), x.getShape(), other));
    }

    private static Run seedLoss(float[] p, float[] seeds, boolean balanced) {
        return run(SHAPE, p, with((x, s) -> GrowthLoss.seeds(x, s, balanced), seeds));
    }

    private static float[] probabilities(int seed) {
        Draws draws = Draws.of(seed, Draws.Purpose.ORDER);
        float[] p = new float[IMAGES * SIZE];
        for (int i = 0; i < p.length; i++) {
            p[i] = (float) Math.exp(2 * draws.nextGaussian());
        }
        for (int place = 0; place < IMAGES * AREA; place++) {
            int from = place / AREA * SIZE + place % AREA;
            float sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += p[from + c * AREA];
            }
            for (int c = 0; c < CLASSES; c++) {
                p[from + c * AREA] /= sum;
            }
        }
        return p;
    }

    private static float[] seeds(int seed) {
        Draws draws = Draws.of(seed, Draws.Purpose.AUGMENTATION);
        float[] seeds = new float[IMAGES * SIZE];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = draws.nextInt(4) == 0 ? 1 : 0;
        }
        return seeds;
    }

    /** The means by the definition: of the seeds of classes from (inclusive) to (exclusive). */
    private static double mean(float[] p, float[] seeds, int from, int to) {
        double mean = 0;
        for (int image = 0; image < IMAGES; image++) {
            double sum = 0;
            double count = 0;
            for (int i = image * SIZE + from * AREA; i < image * SIZE + to * AREA; i++) {
                sum -= seeds[i] * Math.log(p[i]);
                count += seeds[i];
            }
            mean += sum / Math.max(count, 1e-4) / IMAGES;
        }
        return mean;
    }

    @Test
    void balancedSeedsAreAveragedApartAndUnbalancedOnesTogether() {
        for (int seed = 0; seed < 10; seed++) {
            float[] p = probabilities(seed);
            float[] seeds = seeds(seed);
            double apart = mean(p, seeds, 0, 1) + mean(p, seeds, 1, CLASSES);
            assertThat(seedLoss(p, seeds, true).loss).isCloseTo((float) apart, within(1e-5f));
            assertThat(seedLoss(p, seeds, false).loss).isCloseTo((float) mean(p, seeds, 0, CLASSES), within(1e-5f));
        }
    }

    @Test
    void aBatchCostsTheMeanOfItsImages() {
        for (boolean balanced : new boolean[] {true, false}) {
            float[] p = probabilities(3);
            float[] seeds = seeds(3);
            double alone = IntStream.range(0, IMAGES).mapToDouble(image -> run(
                            new Shape(1, CLASSES, 2, 3), part(p, image), with((x, s) -> GrowthLoss.seeds(x, s, balanced), part(seeds, image)))
                    .loss).average().orElseThrow();
            assertThat(seedLoss(p, seeds, balanced).loss).isCloseTo((float) alone, within(1e-5f));
        }
        float[] q = probabilities(4);
        double alone = IntStream.range(0, IMAGES).mapToDouble(image -> run(
                        new Shape(1, CLASSES, 2, 3), part(probabilities(5), image), with(GrowthLoss::boundary, part(q, image)))
                .loss).average().orElseThrow();
        assertThat(run(SHAPE, probabilities(5), with(GrowthLoss::boundary, q)).loss).isCloseTo((float) alone, within(1e-5f));
    }

    private static float[] part(float[] batch, int image) {
        return Arrays.copyOfRange(batch, image * SIZE, (image + 1) * SIZE);
    }

    @Test
    void onlySeedsTeachAndOnlyUpwards() {
        for (boolean balanced : new boolean[] {true, false}) {
            float[] seeds = seeds(6);
            float[] gradient = seedLoss(probabilities(6), seeds, balanced).gradient;
            for (int i = 0; i < gradient.length; i++) {
                assertThat(Math.signum(gradient[i])).isEqualTo(-seeds[i]);
            }
        }
    }

    @Test
    void perfectProbabilitiesCostNothing() {
        float[] sure = new float[IMAGES * SIZE];
        for (int place = 0; place < IMAGES * AREA; place++) {
            sure[place / AREA * SIZE + place % CLASSES * AREA + place % AREA] = 1;
        }
        assertThat(seedLoss(sure, sure, true).loss).isZero();
        assertThat(seedLoss(sure, sure, false).loss).isZero();
        assertThat(run(SHAPE, sure, with(GrowthLoss::boundary, sure)).loss).isZero();
    }

    @Test
    void anImageWithoutSeedsCostsNothingAndTeachesNothing() {
        float[] none = new float[IMAGES * SIZE];
        float[] onlyBackground = new float[IMAGES * SIZE];
        Arrays.fill(onlyBackground, SIZE, SIZE + AREA, 1);
        float[] p = probabilities(7);
        for (boolean balanced : new boolean[] {true, false}) {
            Run without = seedLoss(p, none, balanced);
            assertThat(without.loss).isZero();
            assertThat(largest(without.gradient, IMAGES * SIZE)).isZero();
            Run run = seedLoss(p, onlyBackground, balanced);
            assertThat(run.loss).isCloseTo((float) mean(p, onlyBackground, 0, 1), within(1e-5f));
            assertThat(largest(run.gradient, SIZE)).isZero();
        }
    }

    private static float largest(float[] values, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    @Test
    void theBoundaryLossIsADivergenceWithinItsLimits() {
        for (int seed = 0; seed < 10; seed++) {
            float[] p = probabilities(seed);
            float[] q = probabilities(seed + 100);
            double expected = 0;
            float[] gradient = new float[p.length];
            for (int i = 0; i < p.length; i++) {
                double ratio = q[i] / p[i];
                expected += q[i] * Math.log(Math.clamp(ratio, 0.05, 20)) / (IMAGES * AREA);
                gradient[i] = (float) (ratio >= 0.05 && ratio <= 20 ? -ratio / (IMAGES * AREA) : 0);
            }
            Run run = run(SHAPE, p, with(GrowthLoss::boundary, q));
            assertThat(run.loss).isCloseTo((float) expected, within(1e-5f));
            assertThat(run.gradient).containsExactly(gradient, within(1e-5f));
            assertThat(run(SHAPE, q, with(GrowthLoss::boundary, q)).loss).isCloseTo(0, within(1e-6f));
        }
    }

    @Test
    void theReleasedGradientIsOneMinusQTimesTheGradientToItsLogarithm() {
        float[] p = probabilities(8);
        float[] q = probabilities(9);
        Run held = run(SHAPE, p, with(GrowthLoss::boundary, q));
        Run released = run(SHAPE, p, with((x, crf) -> GrowthLoss.boundary(x, GrowthLoss.throughCrf(crf, x)), q));
        Run toLog = run(SHAPE, logarithms(q), with((log, x) -> GrowthLoss.boundary(x, log.exp()), p));
        float[] expected = new float[p.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = held.gradient[i] + (1 - q[i]) * toLog.gradient[i];
        }
        assertThat(released.loss).isEqualTo(held.loss);
        assertThat(released.gradient).containsExactly(expected, within(1e-5f));
    }

    private static float[] logarithms(float[] q) {
        float[] logarithms = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            logarithms[i] = (float) Math.log(q[i]);
        }
        return logarithms;
    }

    @Test
    void probabilitiesSumToOneAndNeverVanish() {
        float[] scores = new float[IMAGES * SIZE];
        Arrays.fill(scores, 0, AREA, 1000);
        float[] p = Torch.on(DeviceSlot.parse("cpu:0"), manager -> floored(manager, scores));
        for (int place = 0; place < AREA; place++) {
            int at = place;
            assertThat(IntStream.range(0, CLASSES).mapToDouble(c -> p[c * AREA + at]).sum()).isCloseTo(1, within(1e-6));
            assertThat(p[AREA + place]).isCloseTo((float) (1e-4 / (1 + CLASSES * 1e-4)), within(1e-8f));
        }
    }

    private static float[] floored(NDManager manager, float[] scores) {
        return GrowthLoss.probabilities(DeviceArrays.copy(manager, SHAPE, scores)).toFloatArray();
    }
}
