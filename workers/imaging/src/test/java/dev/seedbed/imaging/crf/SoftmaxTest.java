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
    void everyPixelsLabelsOfAllGroupsShareOne() {
        float none = Float.NEGATIVE_INFINITY;
        float[][] groups = {
            {1, 1, 2, 0, 0, 0, 1, 1, 5, 5, 5, 5, 5, 5, 5, 5, 99, 99, 99, 99, 99, 99, 99, 99},
            {3, none, none, none, none, none, none, none, 5, 5, 5, 5, 5, 5, 5, 5, 99, 99, 99, 99, 99, 99, 99, 99}
        };
        new Softmax(24).inPlace(groups, 16);
        double sum = 4 * Math.E + Math.exp(2) + 3 + Math.exp(3);
        assertThat((double) groups[0][2]).isCloseTo(Math.exp(2) / sum, within(1e-6));
        assertThat((double) groups[1][0]).isCloseTo(Math.exp(3) / sum, within(1e-6));
        assertThat(groups[1][5]).isBetween(0f, 1e-20f);
        for (int i = 8; i < 24; i++) {
            assertThat(groups[0][i]).isEqualTo(i < 16 ? 1 / 16f : 99);
            assertThat(groups[1][i]).isEqualTo(i < 16 ? 1 / 16f : 99);
        }
    }
}
