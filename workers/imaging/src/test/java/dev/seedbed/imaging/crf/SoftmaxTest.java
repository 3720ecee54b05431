package dev.seedbed.imaging.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxTest {

    @Test
    void theExponentialIsAccurateWhereItCounts() {
        for (float x = -60; x <= 0; x += 0.001f) {
            double exact = Math.exp(x);
            assertThat((double) Softmax.exp(x)).isCloseTo(exact, within(x > -16 ? 1e-5 * exact : 1e-9));
        }
        assertThat(Softmax.exp(0)).isEqualTo(1);
    }

    @Test
    void whatIsVeryUnlikelyStaysOverZeroAndNormal() {
        assertThat(Softmax.exp(-1000)).isBetween(1e-30f, 1e-20f);
        assertThat(Softmax.exp(Float.NEGATIVE_INFINITY)).isEqualTo(Softmax.exp(-60));
    }

    @Test
    void onlyTheColumnsInUseAreTouched() {
        float[] columns = {1, 2, 99, 1, 4, 99};
        Softmax.inPlace(columns, 2, 3, 2, new float[6]);
        assertThat(columns).containsExactly(new float[] {0.5f, 0.119203f, 99, 0.5f, 0.880797f, 99}, within(1e-5f));
    }
}
