package dev.seedbed.training.box;

import static dev.seedbed.training.Engine.apart;
import static dev.seedbed.training.Engine.coins;
import static dev.seedbed.training.Engine.gradient;
import static dev.seedbed.training.Engine.isFinite;
import static dev.seedbed.training.Engine.normal;
import static dev.seedbed.training.Engine.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.training.input.Shown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackgroundAwarePoolingTest {

    private static final int K = 7;

    @Test
    void attentionIsUnchangedByScalingFeaturesAndLiesBetween0And1() {
        for (int seed = 0; seed < 5; seed++) {
            int s = seed;
            on(manager -> {
                NDArray f = normal(manager, s, 2, K, 9, 11);
                NDArray background = coins(manager, 0.5, s, 2, 9, 11);
                BackgroundQueries queries = BackgroundQueries.of(f, background, 4);
                NDArray attention = queries.attention(f);
                assertThat(apart(BackgroundQueries.of(f.mul(37), background, 4).attention(f.mul(37)), attention)).isLessThan(1e-5f);
                NDArray lengths = normal(manager, s + 9, 2, 1, 9, 11).exp();
                assertThat(apart(queries.attention(f.mul(lengths)), attention)).isLessThan(1e-5f);
                assertThat(attention.min().getFloat()).isNotNegative();
                assertThat(attention.max().getFloat()).isLessThanOrEqualTo(1 + 1e-6f);
            });
        }
    }

    @Test
    void picturesOfABatchDoNotSeeEachOther() {
        on(manager -> {
            NDArray f = normal(manager, 1, 2, K, 8, 8);
            NDArray background = coins(manager, 0.3, 2, 2, 8, 8);
            NDArray together = BackgroundQueries.of(f, background, 4).attention(f);
            for (int n = 0; n < 2; n++) {
                NDIndex own = new NDIndex("{}:{}", n, n + 1);
                NDArray alone = BackgroundQueries.of(f.get(own), background.get(own), 4).attention(f.get(own));
                assertThat(apart(alone, together.get(own))).isLessThan(1e-6f);
            }
        });
    }

    @Test
    void sidesThatAreNoMultiplesOfTheGridAreFilledUpWithNothing() {
        on(manager -> {
            NDArray f = normal(manager, 3, 1, K, 6, 7);
            NDArray background = coins(manager, 0.6, 4, 1, 6, 7);
            NDArray padded = padded(padded(f, 2, 2), 3, 1);
            NDArray paddedBackground = padded(padded(background, 1, 2), 2, 1);
            NDArray expected = BackgroundQueries.of(padded, paddedBackground, 4).attention(padded).get(new NDIndex(":,:6,:7"));
            assertThat(apart(BackgroundQueries.of(f, background, 4).attention(f), expected)).isLessThan(1e-6f);
        });
    }

    private static NDArray padded(NDArray x, int axis, int by) {
        long[] shape = x.getShape().getShape().clone();
        shape[axis] = by;
        return NDArrays.concat(new NDList(x, x.getManager().zeros(new Shape(shape))), axis);
    }

    @Test
    void aCellWithBackgroundGivesOneQueryTheMeanOfItsBackground() {
        on(manager -> {
            NDArray f = normal(manager, 5, 1, K, 4, 4);
            NDArray background = manager.zeros(new Shape(1, 4, 4));
            background.set(new NDIndex("0,0,:2"), 1);
            BackgroundQueries queries = BackgroundQueries.of(f, background, 2);
            assertThat(queries.valid().toFloatArray()).containsExactly(1, 0, 0, 0);
            NDArray mean = f.get(new NDIndex("0,:,0,:2")).mean(new int[] {1});
            assertThat(apart(queries.vectors().get(new NDIndex("0,:,0")), mean)).isLessThan(1e-6f);
        });
    }

    @Test
    void withoutAnyQueryAttentionIs0AndPoolingIsAPlainMean() {
        on(manager -> {
            NDArray f = normal(manager, 6, 1, K, 8, 8);
            NDArray attention = BackgroundQueries.of(f, manager.zeros(new Shape(1, 8, 8)), 4).attention(f);
            assertThat(attention.toFloatArray()).containsOnly(0);
            Box box = new Box(1, 2, 6, 8, 1, false);
            NDArray pooled = parts(manager, List.of(List.of(box)), 1, 8).pool(f, attention);
            assertThat(apart(pooled.get(new NDIndex("0,0")), mean(f, "0,:,2:8,1:6"))).isLessThan(1e-5f);
        });
    }

    private static BoxParts parts(NDManager manager, List<List<Box>> boxes, int regions, int side) {
        return BoxParts.of(manager, boxes.stream().map(of -> of.stream().map(BoxPoints::places).toList()).toList(), regions, side, side);
    }

    private static NDArray mean(NDArray f, String where) {
        NDArray part = f.get(new NDIndex(where));
        return part.reshape(part.getShape().get(0), -1).mean(new int[] {1});
    }

    @Test
    void partsOverlapWhereASideIsNoMultipleAndEvenTheSmallestBoxHasAll() {
        on(manager -> {
            NDArray f = normal(manager, 7, 1, K, 9, 9);
            NDArray none = manager.zeros(new Shape(1, 9, 9));
            NDArray pooled = parts(manager, List.of(List.of(new Box(0, 3, 5, 9, 2, false))), 2, 9).pool(f, none);
            String[] where = {"0,:,3:6,0:3", "0,:,3:6,2:5", "0,:,6:9,0:3", "0,:,6:9,2:5"};
            for (int part = 0; part < 4; part++) {
                assertThat(apart(pooled.get(new NDIndex("0,{}", part)), mean(f, where[part]))).isLessThan(1e-5f);
            }
            BoxParts smallest = parts(manager, List.of(List.of(new Box(4, 4, 5, 5, 3, false))), 2, 9);
            for (int part = 0; part < 4; part++) {
                assertThat(apart(smallest.pool(f, none).get(new NDIndex("0,{}", part)), mean(f, "0,:,4:5,4:5"))).isLessThan(1e-5f);
            }
            assertThat(smallest.classes().toFloatArray()).containsOnly(3);
        });
    }

    @Test
    void picturesWithFewerBoxesAreFilledUpWithNothing() {
        on(manager -> {
            Box box = new Box(0, 0, 4, 4, 2, false);
            BoxParts parts = parts(manager, List.of(List.of(box), List.of(), List.of(box, box)), 1, 6);
            assertThat(parts.valid().toFloatArray()).containsExactly(1, 0, 0, 0, 1, 1);
            assertThat(parts.classes().toFloatArray()).containsExactly(2, 0, 0, 0, 2, 2);
            NDArray pooled = parts.pool(normal(manager, 8, 3, K, 6, 6), manager.zeros(new Shape(3, 6, 6)));
            assertThat(pooled.get(1).toFloatArray()).containsOnly(0);
        });
    }

    @Test
    void whatIsBackgroundForSureDoesNotCount() {
        on(manager -> {
            NDArray f = normal(manager, 9, 1, K, 6, 6);
            NDArray attention = manager.zeros(new Shape(1, 6, 6));
            attention.set(new NDIndex("0,:,:3"), 1);
            NDArray pooled = parts(manager, List.of(List.of(new Box(1, 1, 6, 5, 1, false))), 1, 6).pool(f, attention);
            assertThat(apart(pooled.get(new NDIndex("0,0")), mean(f, "0,:,1:5,3:6"))).isLessThan(1e-5f);
        });
    }

    @Test
    void aBoxOfBackgroundAloneAndFeaturesOfZerosTeachNothingAndAreFinite() {
        on(manager -> {
            BoxParts parts = parts(manager, List.of(List.of(new Box(0, 0, 4, 4, 1, false))), 2, 6);
            NDArray background = coins(manager, 0.5, 1, 1, 6, 6);
            NDArray zeros = manager.zeros(new Shape(1, K, 6, 6));
            NDArray halfZero = normal(manager, 10, 1, K, 6, 6).mul(background.expandDims(1));
            NDArray alike = manager.ones(new Shape(1, K, 6, 6));
            for (NDArray f : List.of(zeros, halfZero, alike)) {
                NDArray pooled = parts.pool(f, BackgroundQueries.of(f, background, 3).attention(f));
                assertThat(isFinite(pooled)).isTrue();
                NDArray gradient = gradient(f, x -> parts.pool(x, BackgroundQueries.of(x, background, 3).attention(x)).square().sum());
                assertThat(isFinite(gradient)).isTrue();
                assertThat(gradient.abs().max().getFloat()).isLessThan(1e3f);
            }
            NDArray f = normal(manager, 11, 1, K, 6, 6);
            assertThat(parts.pool(f, manager.ones(new Shape(1, 6, 6))).toFloatArray()).containsOnly(0);
            assertThat(gradient(f, x -> parts.pool(x, manager.ones(new Shape(1, 6, 6))).sum()).abs().max().getFloat()).isZero();
        });
    }

    @Test
    void gradientsFlowThroughAttentionToo() {
        on(manager -> {
            NDArray f = normal(manager, 12, 1, K, 6, 6);
            NDArray background = coins(manager, 0.4, 3, 1, 6, 6);
            BoxParts parts = parts(manager, List.of(List.of(new Box(1, 1, 5, 6, 1, false))), 2, 6);
            NDArray direction = normal(manager, 13, 1, K, 6, 6);
            NDArray gradient = gradient(f, x -> value(x, background, parts));
            float step = 1e-2f;
            float rise = value(f.add(direction.mul(step)), background, parts).getFloat()
                    - value(f.sub(direction.mul(step)), background, parts).getFloat();
            assertThat(gradient.mul(direction).sum().getFloat()).isCloseTo(rise / (2 * step), within(2e-2f));
        });
    }

    private static NDArray value(NDArray f, NDArray background, BoxParts parts) {
        return parts.pool(f, BackgroundQueries.of(f, background, 3).attention(f)).square().sum();
    }

    @Test
    void aBoxIsSampledFromEdgeToEdgeAtAsManyPointsAsItTouches() {
        BoxPoints whole = BoxPoints.of(new Box(0, 0, 128, 128, 1, false), 128, 15);
        assertThat(whole.x()).hasSize(14).startsWith(0).endsWith(14);
        BoxPoints part = BoxPoints.of(new Box(16, 64, 80, 65, 1, false), 128, 15);
        assertThat(part.x()).hasSize(8).startsWith(1.75).endsWith(8.75);
        assertThat(part.y()).containsExactly(64.5 * 14 / 128);
        assertThat(BoxPoints.of(new Box(3, 3, 4, 4, 1, false), 128, 1).x()).containsExactly(0);
    }

    @Test
    void backgroundIsInThePicturesFrameAndOutsideItsBoxes() {
        on(manager -> {
            List<Box> boxes = List.of(new Box(0, 0, 8, 8, 1, false), new Box(4, 4, 12, 16, 2, false));
            List<Shown> shown = List.of(
                    new Shown(new Shown.Frame(0, 0, 16, 16), boxes, Optional.empty()),
                    new Shown(new Shown.Frame(2, 4, 10, 8), List.of(), Optional.empty()),
                    new Shown(new Shown.Frame(0, 0, 16, 16), List.of(new Box(0, 0, 16, 16, 1, false)), Optional.empty()));
            NDArray pixels = BoxMaps.background(manager, shown, 16, 16);
            assertThat(pixels.sum(new int[] {1, 2}).toFloatArray()).containsExactly(256 - 64 - 96 + 16, 32, 0);
            NDArray grid = BoxMaps.background(manager, shown, 16, 4);
            assertThat(grid.get(0).toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1);
        });
    }
}
