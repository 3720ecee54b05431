package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivationMapTest {

    private static final int CHANNELS = 16;

    @Test
    void poolingTheClassMapsEqualsClassifyingThePooledFeatures() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            FloatMaps features = features(random, true);
            float[] weights = numbers(random, 3 * CHANNELS, true);

            FloatMaps maps = ActivationMap.rectified(features, weights, 3);

            for (int c = 0; c < 3; c++) {
                double score = 0;
                for (int k = 0; k < CHANNELS; k++) {
                    score += weights[c * CHANNELS + k] * mean(features, k);
                }
                assertThat(mean(maps, c)).isCloseTo(score, within(1e-4));
            }
        }
    }

    @Test
    void scalingAClassWeightByAPositiveNumberChangesNothing() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            FloatMaps features = features(random, false);
            float[] weights = numbers(random, 2 * CHANNELS, false);
            float[] scaled = weights.clone();
            for (int k = 0; k < CHANNELS; k++) {
                scaled[k] *= 8;
            }
            boolean[] shown = {true, true};
            assertThat(ActivationMap.of(features, scaled, shown, 0).values())
                    .containsExactly(ActivationMap.of(features, weights, shown, 0).values());
        }
    }

    @Test
    void mapsLieFromZeroToOneAndAbsentClassesAreZero() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            float[] weights = numbers(random, 3 * CHANNELS, false);
            boolean[] shown = {true, false, true};
            FloatMaps maps = ActivationMap.of(features(random, false), weights, shown, ActivationMap.EPSILON);
            for (int i = 0; i < maps.values().length; i++) {
                assertThat(maps.values()[i]).isBetween(0f, 1f);
                if (i / maps.area() == 1) {
                    assertThat(maps.values()[i]).isZero();
                }
            }
            assertThat(ActivationMap.peak(maps, 0)).isCloseTo(1, within(1e-3f));
        }
    }

    @Test
    void aMapWithoutAnyResponseStaysZero() {
        FloatMaps features = new FloatMaps(1, 1, 2, new float[] {1, 2});
        assertThat(ActivationMap.of(features, new float[] {-3}, new boolean[] {true}, ActivationMap.EPSILON).values()).containsOnly(0);
    }

    @Test
    void weightsOfAnotherShapeAreRefused() {
        assertThatThrownBy(() -> ActivationMap.rectified(new FloatMaps(2, 1, 1, new float[2]), new float[3], 2))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not 3 numbers");
    }

    private static FloatMaps features(Random random, boolean positive) {
        return new FloatMaps(CHANNELS, 5, 7, numbers(random, CHANNELS * 35, positive));
    }

    private static float[] numbers(Random random, int count, boolean positive) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (positive ? random.nextDouble() : random.nextGaussian());
        }
        return numbers;
    }

    private static double mean(FloatMaps maps, int channel) {
        double sum = 0;
        for (int i = 0; i < maps.area(); i++) {
            sum += maps.values()[channel * maps.area() + i];
        }
        return sum / maps.area();
    }
}
