package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StrongestClassTest {

    private static final FloatMaps MAPS = new FloatMaps(2, 1, 4, new float[] {0.5f, 0.25f, 0, 0.75f, 0.5f, 0.5f, 0, 0.125f});

    @Test
    void theHighestMapDecidesAndTheFirstOfSeveralAsHigh() {
        StrongestClass strongest = StrongestClass.of(MAPS, new int[] {3, 7});
        assertThat(strongest.labels().labels()).containsExactly(3, 7, 3, 3);
        assertThat(strongest.values()).containsExactly(0.5f, 0.5f, 0, 0.75f);
    }

    @Test
    void onlyWhatIsOverTheThresholdIsForeground() {
        StrongestClass strongest = StrongestClass.of(MAPS, new int[] {3, 7});
        assertThat(strongest.above(0.5).labels()).containsExactly(0, 0, 0, 3);
        assertThat(strongest.above(0.4999).labels()).containsExactly(3, 7, 0, 3);
        assertThat(strongest.above(1).labels()).containsOnly(0);
    }

    @Test
    void withoutAMapEverythingIsBackground() {
        StrongestClass none = StrongestClass.of(new FloatMaps(0, 1, 4, new float[0]), new int[0]);
        assertThat(none.labels().labels()).containsOnly(0);
        assertThat(none.above(0).labels()).containsOnly(0);
    }

    @Test
    void everyMapNeedsItsClass() {
        assertThatThrownBy(() -> StrongestClass.of(MAPS, new int[] {3})).hasMessageContaining("2 maps cannot be of 1 classes");
    }
}
