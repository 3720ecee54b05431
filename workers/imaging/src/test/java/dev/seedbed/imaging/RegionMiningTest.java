package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionMiningTest {

    @Test
    void aResponseOfExactlyTheThresholdBelongsToTheRegion() {
        FloatMaps map = row(1, 0.5f, 0.49999997f, 2);
        assertThat(new RegionMining.PeakFraction(0.25).region(map, 0)).containsExactly(true, true, false, true);
    }

    @Test
    void theThresholdIsNotRoundedToSinglePrecision() {
        FloatMaps map = row(1, 0.2f);
        assertThat((double) 0.2f).isGreaterThan(0.2);
        assertThat(new RegionMining.PeakFraction(0.2).region(map, 0)).containsExactly(true, true);
        assertThat(new RegionMining.PeakFraction(0.2 + 5e-9).region(map, 0)).containsExactly(true, false);
    }

    @Test
    void theShareOfTheAreaIsRoundedUpAndTiesGoToTheLowerIndex() {
        FloatMaps map = row(1, 3, 3, 3, 0.5f);
        assertThat(new RegionMining.AreaFraction(0.21).region(map, 0)).containsExactly(false, true, true, false, false);
        assertThat(new RegionMining.AreaFraction(1e-6).region(map, 0)).containsExactly(false, true, false, false, false);
        assertThat(new RegionMining.AreaFraction(1).region(map, 0)).containsOnly(true);
    }

    @Test
    void onlyPositiveResponsesAreClaimed() {
        FloatMaps map = row(0, -1, 0.25f, 0);
        assertThat(new RegionMining.AreaFraction(1).region(map, 0)).containsExactly(false, false, true, false);
        assertThat(new RegionMining.PeakFraction(0.5).region(row(0, 0), 0)).containsOnly(false);
        assertThat(new RegionMining.PeakFraction(0.5).region(row(-2, -1), 0)).containsOnly(false);
        assertThat(new RegionMining.AreaFraction(0.5).region(row(-2, -1), 0)).containsOnly(false);
    }

    @Test
    void theAreaFractionEqualsAStableDescendingSort() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            float[] values = new float[60];
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextInt(9) - 3) / 4f;
            }
            double threshold = 0.01 + 0.98 * random.nextDouble();
            int count = (int) Math.ceil(threshold * values.length);
            boolean[] expected = new boolean[values.length];
            IntStream.range(0, values.length).boxed().sorted((a, b) -> Float.compare(values[b], values[a])).limit(count)
                    .filter(i -> values[i] > 0).forEach(i -> expected[i] = true);

            assertThat(new RegionMining.AreaFraction(threshold).region(row(values), 0)).containsExactly(expected);
        }
    }

    @Test
    void aPixelOfOneClassTakesItOneOfSeveralIsIgnored() {
        FloatMaps maps = new FloatMaps(3, 1, 4, new float[] {1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0});
        Mask mask = new RegionMining.PeakFraction(0.5).mine(maps, 7, 3, 200);
        assertThat(IntStream.range(0, 4).map(mask::at)).containsExactly(7, 255, 3, 0);
    }

    @Test
    void whatCannotBeAThresholdOrAClassIsRefused() {
        assertThatThrownBy(() -> new RegionMining.PeakFraction(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegionMining.AreaFraction(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegionMining.PeakFraction(0.5).mine(row(1), 255)).hasMessageContaining("1 to 254");
        assertThatThrownBy(() -> new RegionMining.PeakFraction(0.5).mine(row(1), 1, 2)).hasMessageContaining("1 maps");
    }

    private static FloatMaps row(float... values) {
        return new FloatMaps(1, 1, values.length, values);
    }
}
