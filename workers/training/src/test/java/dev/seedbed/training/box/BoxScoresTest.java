package dev.seedbed.training.box;

import static dev.seedbed.training.Engine.apart;
import static dev.seedbed.training.Engine.coins;
import static dev.seedbed.training.Engine.normal;
import static dev.seedbed.training.Engine.on;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.stage.BoxLabelling.Peak;
import dev.seedbed.training.engine.DeviceArrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxScoresTest {

    private static final int K = 6;
    private static final List<Box> BOXES = List.of(
            new Box(2, 3, 9, 10, 2, false), new Box(6, 1, 14, 8, 4, false), new Box(7, 5, 12, 13, 2, false));

    /** The features at full size, whole: every pixel from the four places around it. */
    private static NDArray whole(NDArray features, int height, int width) {
        int h = (int) features.getShape().get(1);
        int w = (int) features.getShape().get(2);
        float[] values = features.toFloatArray();
        float[] whole = new float[K * height * width];
        for (int i = 0; i < whole.length; i++) {
            double y = height == 1 ? 0 : i / width % height * (h - 1.0) / (height - 1);
            double x = i % width * (w - 1.0) / (width - 1);
            int top = Math.min((int) y, h - 2);
            int left = Math.min((int) x, w - 2);
            int at = (i / width / height * h + top) * w + left;
            double upper = values[at] * (left + 1 - x) + values[at + 1] * (x - left);
            double lower = values[at + w] * (left + 1 - x) + values[at + w + 1] * (x - left);
            whole[i] = (float) (upper * (top + 1 - y) + lower * (y - top));
        }
        return DeviceArrays.copy(features.getManager(), new Shape(K, height, width), whole);
    }

    @Test
    void featuresInTilesAreThoseOfTheWholePicture() {
        int[][] sizes = {{13, 17}, {5, 4}, {40, 9}, {1, 8}};
        for (int[] size : sizes) {
            on(manager -> {
                NDArray f = normal(manager, size[0], K, 5, 4);
                NDArray vectors = normal(manager, 1, 3, K);
                NDArray background = coins(manager, 0.4, 2, size[0], size[1]);
                NDArray whole = whole(f, size[0], size[1]);
                for (long tile : new long[] {1, 300, 1 << 20}) {
                    var full = new FullSizeFeatures(f, size[0], size[1], tile);
                    NDArray products = vectors.matMul(whole.reshape(K, -1)).reshape(3, size[0], size[1]);
                    assertThat(apart(full.products(vectors), products)).isLessThan(1e-5f);
                    NDArray sum = whole.mul(background.expandDims(0)).sum(new int[] {1, 2});
                    assertThat(apart(full.sum(background).squeeze(0), sum)).isLessThan(1e-3f);
                    NDArray one = whole.expandDims(0);
                    NDArray expected = BackgroundQueries.of(one, background.expandDims(0), 4).attention(one);
                    assertThat(apart(full.attention(background, 4), expected.squeeze(0))).isLessThan(1e-5f);
                }
            });
        }
    }

    @Test
    void withoutBackgroundAttentionIs0() {
        on(manager -> {
            NDArray attention = new FullSizeFeatures(normal(manager, 1, K, 4, 4), 9, 9).attention(manager.zeros(new Shape(9, 9)), 4);
            assertThat(attention.toFloatArray()).containsOnly(0);
            NDArray blind = new FullSizeFeatures(manager.zeros(new Shape(K, 4, 4)), 9, 9).attention(manager.ones(new Shape(9, 9)), 4);
            assertThat(blind.toFloatArray()).containsOnly(0);
        });
    }

    @Test
    void scoresSumTo1AndOutsideBoxesIsBackgroundForSure() {
        for (int seed = 0; seed < 5; seed++) {
            int s = seed;
            on(manager -> {
                NDArray unary = unary(normal(manager, s, 2, 16, 16), coins(manager, 0.5, s, 16, 16), 0.99, Peak.values()[s % 2]);
                assertThat(apart(unary.sum(new int[] {0}), manager.ones(new Shape(16, 16)))).isLessThan(1e-5f);
                NDArray outside = BoxScores.inside(manager, BOXES, 16, 16).eq(0).toType(DataType.FLOAT32, false);
                assertThat(apart(unary.get(0).mul(outside), outside)).isZero();
            });
        }
    }

    private static NDArray unary(NDArray responses, NDArray attention, double zeroBelow, Peak peak) {
        return BoxScores.unary(responses, attention, BoxScores.inside(responses.getManager(), BOXES, 16, 16), BOXES, zeroBelow, peak);
    }

    @Test
    void theLaterOfTwoBoxesOfAClassDecidesWhereTheyOverlap() {
        on(manager -> {
            NDArray responses = manager.ones(new Shape(2, 16, 16));
            responses.set(new NDIndex("0,3,2"), 4);
            NDArray unary = unary(responses, manager.zeros(new Shape(16, 16)), 0, Peak.BOX);
            assertThat(unary.get(1).getFloat(6, 8)).as("1 over its own peak").isGreaterThan(unary.get(1).getFloat(8, 4));
            NDArray byClass = unary(responses, manager.zeros(new Shape(16, 16)), 0, Peak.CLASS);
            assertThat(byClass.get(1).getFloat(9, 8)).as("both over the class's peak").isEqualTo(byClass.get(1).getFloat(8, 4));
        });
    }

    @Test
    void aClassWithOneBoxHasOnePeak() {
        on(manager -> {
            NDArray responses = normal(manager, 3, 1, 16, 16);
            NDArray attention = coins(manager, 0.5, 3, 16, 16);
            List<Box> one = BOXES.subList(1, 2);
            NDArray inside = BoxScores.inside(manager, one, 16, 16);
            assertThat(apart(
                            BoxScores.unary(responses, attention, inside, one, 0.5, Peak.BOX),
                            BoxScores.unary(responses, attention, inside, one, 0.5, Peak.CLASS)))
                    .isLessThan(1e-6f);
        });
    }

    @Test
    void attentionBelowTheShareOfItsMaximumCountsAs0() {
        on(manager -> {
            NDArray responses = manager.zeros(new Shape(2, 16, 16));
            NDArray attention = manager.ones(new Shape(16, 16)).mul(0.5f);
            attention.set(new NDIndex("15,15"), 0.8f);
            attention.set(new NDIndex("5,5"), 0.4f);
            NDArray kept = unary(responses, attention, 0.5, Peak.BOX).get(0);
            assertThat(kept.getFloat(4, 4)).isGreaterThan(1f / 3);
            assertThat(kept.getFloat(5, 5)).as("half of the maximum is not below it").isGreaterThan(1f / 3);
            NDArray zeroed = unary(responses, attention, 0.9, Peak.BOX).get(0);
            assertThat(zeroed.getFloat(4, 4)).isEqualTo(1f / 3);
        });
    }

    @Test
    void aPixelIsRetrievedAsTheClassWhoseFeaturesItHas() {
        on(manager -> {
            NDArray labels = labels(manager);
            NDArray directions = manager.eye(K);
            NDArray features = directions.get(labels.toType(DataType.INT64, false).reshape(-1)).transpose().reshape(K, 16, 16);
            NDArray lengths = normal(manager, 4, 1, 16, 16).exp();
            NDArray weights = normal(manager, 5, 6, K);
            for (NDArray f : List.of(features, features.mul(lengths))) {
                assertThat(retrieved(f, weights, labels)).isEqualTo(labels.toByteArray());
            }
        });
    }

    /** Every box's class in its own box, the later ones over the earlier. */
    private static NDArray labels(NDManager manager) {
        return DeviceArrays.filled(manager, new Shape(16, 16), DataType.UINT8, buffer -> {
            for (Box box : BOXES) {
                for (int y = box.y0(); y < box.y1(); y++) {
                    for (int x = box.x0(); x < box.x1(); x++) {
                        buffer.put(y * 16 + x, (byte) box.label());
                    }
                }
            }
        });
    }

    private static byte[] retrieved(NDArray features, NDArray weights, NDArray labels) {
        NDArray inside = BoxScores.inside(labels.getManager(), BOXES, 16, 16);
        return BoxScores.retrieved(new FullSizeFeatures(features, 16, 16), weights, labels, inside, BOXES).toByteArray();
    }

    @Test
    void aClassThatWasLostIsRetrievedByTheClassifiersVector() {
        on(manager -> {
            NDArray labels = labels(manager);
            NDArray without = labels.mul(labels.neq(4).toType(DataType.UINT8, false));
            NDArray features = manager.eye(K).get(labels.toType(DataType.INT64, false).reshape(-1)).transpose().reshape(K, 16, 16);
            assertThat(retrieved(features, manager.eye(K), without)).isEqualTo(labels.toByteArray());
        });
    }

    @Test
    void featuresOfZerosAreBackground() {
        on(manager -> assertThat(retrieved(manager.zeros(new Shape(K, 16, 16)), manager.eye(K), labels(manager))).containsOnly(0));
    }
}
