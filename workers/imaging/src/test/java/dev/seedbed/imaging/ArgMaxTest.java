package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgMaxTest {

    @Test
    void theLargestMapGivesTheLabelTheLowestOfEqualOnes() {
        Mask mask = ArgMax.of(new FloatMaps(3, 1, 3, new float[] {1, 0, 2, 1, 3, 2, 0, 4, 5}));
        assertThat(mask.labels()).containsExactly(0, 2, 2);
    }

    @Test
    void noMapGivesNoLabel() {
        assertThatThrownBy(() -> ArgMax.of(new FloatMaps(0, 1, 1, new float[0]))).isInstanceOf(IllegalArgumentException.class);
    }
}
