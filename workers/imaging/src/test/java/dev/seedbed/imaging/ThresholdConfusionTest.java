package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThresholdConfusionTest {

    private static final List<Double> THRESHOLDS = List.of(0.0, 0.125, 0.3, 0.5, 1.0);
    private static final int CLASSES = 4;

    @Test
    void everyThresholdCountsWhatItsOwnLabelsWould() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            ThresholdConfusion all = new ThresholdConfusion(THRESHOLDS, CLASSES);
            List<ConfusionMatrix> expected = THRESHOLDS.stream().map(threshold -> new ConfusionMatrix(CLASSES)).toList();
            for (int image = 0; image < 3; image++) {
                StrongestClass strongest = strongest(random);
                Mask truth = truth(random);
                all.add(strongest, truth);
                for (int t = 0; t < expected.size(); t++) {
                    expected.get(t).add(truth, strongest.above(THRESHOLDS.get(t)));
                }
            }
            List<ConfusionMatrix> found = all.matrices();
            for (int t = 0; t < expected.size(); t++) {
                assertThat(found.get(t).toArray()).containsExactly(expected.get(t).toArray());
            }
        }
    }

    @Test
    void threadsCountNothingTwiceAndLoseNothing() {
        ThresholdConfusion alone = new ThresholdConfusion(THRESHOLDS, CLASSES);
        ThresholdConfusion together = new ThresholdConfusion(THRESHOLDS, CLASSES);
        IntStream.range(0, 2000).forEach(seed -> alone.add(strongest(new Random(seed)), truth(new Random(seed))));
        IntStream.range(0, 2000).parallel().forEach(seed -> together.add(strongest(new Random(seed)), truth(new Random(seed))));
        for (int t = 0; t < THRESHOLDS.size(); t++) {
            assertThat(together.matrices().get(t).toArray()).containsExactly(alone.matrices().get(t).toArray());
        }
    }

    @Test
    void pixelsOfUnknownTruthAreNotCounted() {
        ThresholdConfusion counts = new ThresholdConfusion(THRESHOLDS, CLASSES);
        byte[] unknown = new byte[12];
        Arrays.fill(unknown, (byte) Mask.IGNORE);
        counts.add(strongest(new Random(0)), new Mask(4, 3, unknown));
        assertThat(counts.isEmpty()).isTrue();
        counts.add(strongest(new Random(0)), new Mask(4, 3, new byte[12]));
        assertThat(counts.isEmpty()).isFalse();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ThresholdConfusion counts = new ThresholdConfusion(THRESHOLDS, CLASSES);
        assertThatThrownBy(() -> counts.add(strongest(new Random(0)), new Mask(3, 4, new byte[12]))).hasMessageContaining("4x3");
        StrongestClass other = StrongestClass.of(new FloatMaps(1, 3, 4, new float[12]), new int[] {9});
        assertThatThrownBy(() -> counts.add(other, new Mask(4, 3, new byte[12]))).hasMessageContaining("class 9");
        assertThat(counts.isEmpty()).isTrue();
    }

    /** Values in eighths, so that some equal a threshold. */
    private static StrongestClass strongest(Random random) {
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(9) / 8f;
        }
        return StrongestClass.of(new FloatMaps(2, 3, 4, values), new int[] {1, 3});
    }

    private static Mask truth(Random random) {
        byte[] labels = new byte[12];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (random.nextInt(6) == 0 ? Mask.IGNORE : random.nextInt(CLASSES));
        }
        return new Mask(4, 3, labels);
    }
}
