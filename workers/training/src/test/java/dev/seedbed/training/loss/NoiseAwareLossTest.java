package dev.seedbed.training.loss;

import static dev.seedbed.training.Engine.apart;
import static dev.seedbed.training.Engine.gradient;
import static dev.seedbed.training.Engine.isFinite;
import static dev.seedbed.training.Engine.labels;
import static dev.seedbed.training.Engine.normal;
import static dev.seedbed.training.Engine.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.SegmenterLearning.NoiseAware;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.network.Cosine;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseAwareLossTest {

    private static final Shape SHAPE = new Shape(2, 3, 4);
    private static final int CLASSES = 4;
    private static final NoiseAware PAPER = new NoiseAware(Optional.empty(), 0.1, 7, 20);

    private static NDArray cosines(NDManager manager, long seed) {
        return normal(manager, seed, 2, CLASSES, 3, 4).tanh();
    }

    /** Labels of which some are ignored. */
    private static NDArray drawn(NDManager manager, long seed) {
        Draws draws = Draws.of(seed, Draws.Purpose.ORDER);
        return labels(manager, SHAPE, IntStream.range(0, 24).map(_ -> draws.nextInt(5) == 0 ? 255 : draws.nextInt(CLASSES)).toArray());
    }

    private static NDArray ignored(NDManager manager) {
        return labels(manager, SHAPE, IntStream.range(0, 24).map(_ -> 255).toArray());
    }

    private static float crossEntropy(NDArray cosines, NDArray labels) {
        return PixelLoss.crossEntropy(PixelLoss.logProbabilities(cosines.mul(20)), labels).getFloat();
    }

    @Test
    void labelsThatAgreeEverywhereAreLearnedByPlainCrossEntropy() {
        for (int seed = 0; seed < 5; seed++) {
            int s = seed;
            on(manager -> {
                NDArray cosines = cosines(manager, s);
                NDArray y = drawn(manager, s);
                NoiseAwareLoss loss = NoiseAwareLoss.of(cosines, y, y, PAPER);
                assertThat(loss.agree().getFloat()).isCloseTo(crossEntropy(cosines, y), within(1e-5f));
                assertThat(loss.differ().getFloat()).isZero();
            });
        }
    }

    @Test
    void bothAveragesRunOverTheWholeBatch() {
        for (int seed = 0; seed < 5; seed++) {
            int s = seed;
            on(manager -> {
                NDArray cosines = cosines(manager, s);
                NDArray y = drawn(manager, s);
                NDArray other = drawn(manager, s + 100);
                float[] cos = cosines.toFloatArray();
                double[] sums = new double[4];
                for (int i = 0; i < 24; i++) {
                    add(sums, cos, i / 12 * CLASSES * 12 + i % 12, y.toByteArray()[i] & 0xFF, other.toByteArray()[i] & 0xFF);
                }
                NoiseAwareLoss loss = NoiseAwareLoss.of(cosines, y, other, PAPER);
                assertThat(loss.agree().getFloat()).isCloseTo((float) (sums[0] / Math.max(1, sums[1])), within(1e-4f));
                assertThat(loss.differ().getFloat()).isCloseTo((float) (0.1 * sums[2] / sums[3]), within(1e-4f));
            });
        }
    }

    /** One pixel's part, from the formula. */
    private static void add(double[] sums, float[] cos, int at, int y, int other) {
        if (y == 255 || other == 255) {
            return;
        }
        double norm = 0;
        double most = 0;
        for (int c = 0; c < CLASSES; c++) {
            norm += Math.exp(20 * cos[at + c * 12]);
            most = Math.max(most, 1 + cos[at + c * 12]);
        }
        double ce = Math.log(norm) - 20 * cos[at + y * 12];
        double sigma = Math.pow((1 + cos[at + y * 12]) / most, 7);
        sums[0] += y == other ? ce : 0;
        sums[1] += y == other ? 1 : 0;
        sums[2] += y == other ? 0 : sigma * ce;
        sums[3] += y == other ? 0 : sigma;
    }

    @Test
    void withoutDisagreementsWeightPixelsThatDifferTeachNothing() {
        on(manager -> {
            NDArray cosines = cosines(manager, 1);
            NDArray y = drawn(manager, 1);
            NDArray other = drawn(manager, 2);
            NoiseAware agreement = new NoiseAware(Optional.empty(), 0, 7, 20);
            NDArray same = y.eq(other).toType(DataType.UINT8, false);
            NDArray agreed = y.mul(same).add(same.neg().add(1).mul(255));
            NDArray gradient = gradient(cosines, x -> NoiseAwareLoss.of(x, y, other, agreement).total());
            NDArray expected = gradient(cosines, x -> PixelLoss.crossEntropy(PixelLoss.logProbabilities(x.mul(20)), agreed));
            assertThat(apart(gradient, expected)).isLessThan(1e-6f);
        });
    }

    @Test
    void emptySetsAdd0() {
        on(manager -> {
            NDArray cosines = cosines(manager, 3);
            NDArray y = drawn(manager, 3);
            NDArray shifted = labels(manager, SHAPE, IntStream.range(0, 24).map(i -> (i + 1) % CLASSES).toArray());
            NDArray all = labels(manager, SHAPE, IntStream.range(0, 24).map(i -> i % CLASSES).toArray());
            assertThat(NoiseAwareLoss.of(cosines, y, y, PAPER).differ().getFloat()).isZero();
            assertThat(NoiseAwareLoss.of(cosines, all, shifted, PAPER).agree().getFloat()).isZero();
            assertThat(NoiseAwareLoss.of(cosines, y, ignored(manager), PAPER).total().getFloat()).isZero();
            NDArray gradient = gradient(cosines, x -> NoiseAwareLoss.of(x, ignored(manager), y, PAPER).total());
            assertThat(gradient.abs().max().getFloat()).isZero();
        });
    }

    @Test
    void aPixelIgnoredInEitherIsInNeitherSet() {
        on(manager -> {
            NDArray cosines = cosines(manager, 4);
            NDArray y = drawn(manager, 4);
            NDArray other = drawn(manager, 5);
            NDArray gradient = gradient(cosines, x -> NoiseAwareLoss.of(x, y, other, PAPER).total());
            NDArray ignored = y.eq(255).logicalOr(other.eq(255)).toType(DataType.FLOAT32, false);
            assertThat(ignored.sum().getFloat()).isPositive();
            assertThat(gradient.mul(ignored.expandDims(1)).abs().max().getFloat()).isZero();
            assertThat(NoiseAwareLoss.of(cosines, y, other, PAPER).confidence().mul(ignored).toFloatArray()).containsOnly(0);
        });
    }

    @Test
    void oneLabelThatDiffersIsLearnedWhateverItsConfidence() {
        on(manager -> {
            NDArray cosines = cosines(manager, 6);
            NDArray y = ignored(manager).duplicate();
            NDArray other = ignored(manager).duplicate();
            y.set(new NDIndex("0,1,2"), 1);
            other.set(new NDIndex("0,1,2"), 2);
            NDArray gradient = gradient(cosines, x -> NoiseAwareLoss.of(x, y, other, PAPER).total());
            NDArray expected = gradient(cosines, x -> PixelLoss.crossEntropy(PixelLoss.logProbabilities(x.mul(20)), y).mul(0.1f));
            assertThat(apart(gradient, expected)).isLessThan(1e-5f);
        });
    }

    @Test
    void confidenceIs1WhereTheLabelIsTheNearestClassAndLessElsewhere() {
        on(manager -> {
            NDArray cosines = cosines(manager, 7);
            NDArray nearest = cosines.argMax(1).toType(DataType.UINT8, false);
            NDArray sure = NoiseAwareLoss.of(cosines, nearest, nearest, PAPER).confidence();
            assertThat(apart(sure, manager.ones(SHAPE))).isLessThan(1e-6f);
            NDArray unsure = NoiseAwareLoss.of(cosines, drawn(manager, 7), nearest, PAPER).confidence();
            assertThat(unsure.min().getFloat()).isNotNegative();
            assertThat(unsure.max().getFloat()).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void perfectLabelsCostNothing() {
        on(manager -> {
            NDArray y = labels(manager, SHAPE, IntStream.range(0, 24).map(i -> i % CLASSES).toArray());
            NDArray features = manager.eye(CLASSES).get(y.toType(DataType.INT64, false).reshape(-1)).reshape(2, 3, 4, CLASSES)
                    .transpose(0, 3, 1, 2);
            NDArray cosines = Cosine.of(features, manager.eye(CLASSES).reshape(CLASSES, CLASSES, 1, 1));
            assertThat(NoiseAwareLoss.of(cosines, y, y, PAPER).total().getFloat()).isLessThan(1e-6f);
        });
    }

    @Test
    void nothingButFiniteComesOfFeaturesOfZerosOppositeFeaturesAndAnyExponent() {
        on(manager -> {
            NDArray weights = normal(manager, 8, CLASSES, 5, 1, 1);
            NDArray opposite = weights.squeeze().neg().get(1).reshape(1, 5, 1, 1).broadcast(2, 5, 3, 4);
            NDArray y = labels(manager, SHAPE, IntStream.range(0, 24).map(_ -> 1).toArray());
            NDArray other = labels(manager, SHAPE, IntStream.range(0, 24).map(_ -> 2).toArray());
            for (NDArray features : new NDArray[] {manager.zeros(new Shape(2, 5, 3, 4)), opposite, normal(manager, 9, 2, 5, 3, 4)}) {
                for (double gamma : new double[] {0, 0.5, 1, 7, 100}) {
                    NoiseAware learning = new NoiseAware(Optional.empty(), 0.1, gamma, 20);
                    NoiseAwareLoss loss = NoiseAwareLoss.of(Cosine.of(features, weights), y, other, learning);
                    assertThat(isFinite(loss.total())).isTrue();
                    NDArray toFeatures = gradient(features, f -> NoiseAwareLoss.of(Cosine.of(f, weights), y, other, learning).total());
                    NDArray toWeights = gradient(weights, w -> NoiseAwareLoss.of(Cosine.of(features, w), y, other, learning).total());
                    assertThat(isFinite(toFeatures)).isTrue();
                    assertThat(isFinite(toWeights)).isTrue();
                }
            }
            NDArray zeros = manager.zeros(new Shape(2, 5, 3, 4));
            assertThat(gradient(zeros, f -> NoiseAwareLoss.of(Cosine.of(f, weights), y, y, PAPER).total()).abs().max().getFloat()).isZero();
        });
    }
}
