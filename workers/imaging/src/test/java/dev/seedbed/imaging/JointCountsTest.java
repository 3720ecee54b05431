package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JointCountsTest {

    private static final int[] LABELS = {0, 1, 2, Mask.IGNORE};

    private static Mask mask(Random random, int width, int height) {
        byte[] labels = new byte[width * height];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i > 0 && random.nextInt(4) > 0 ? labels[i - 1] : (byte) LABELS[random.nextInt(LABELS.length)];
        }
        return new Mask(width, height, labels);
    }

    @Test
    void runsAreCountedAsPixelsWouldBe() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            int width = 1 + random.nextInt(20);
            int height = 1 + random.nextInt(20);
            Mask a = mask(random, width, height);
            Mask b = mask(random, width, height);
            var counts = new JointCounts(3);
            counts.add(MaskCodec.encode(a), MaskCodec.encode(b));
            for (int first : LABELS) {
                for (int second : LABELS) {
                    long pixels = 0;
                    for (int i = 0; i < a.labels().length; i++) {
                        pixels += a.at(i) == first && b.at(i) == second ? 1 : 0;
                    }
                    assertThat(counts.count(first, second)).as("seed %d: %d, %d", seed, first, second).isEqualTo(pixels);
                }
            }
            assertThat(counts.pixels()).isEqualTo((long) width * height);
        }
    }

    @Test
    void asAPredictionTheyAreTheConfusionMatrixOfTheMasks() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            Mask truth = mask(random, 9, 7);
            Mask labels = mask(random, 9, 7);
            var counts = new JointCounts(3);
            counts.add(MaskCodec.encode(truth), MaskCodec.encode(labels));
            var matrix = new ConfusionMatrix(3);
            matrix.add(truth, labels);
            assertThat(counts.asPrediction().toArray()).isEqualTo(matrix.toArray());
        }
    }

    @Test
    void aMaskComparedWithItselfIsEqualEverywhere() {
        Mask mask = mask(new Random(1), 8, 8);
        var counts = new JointCounts(3);
        counts.add(MaskCodec.encode(mask), MaskCodec.encode(mask));
        assertThat(counts.equal()).isEqualTo(64);
        var known = new JointCounts(3);
        for (int label : LABELS) {
            known.addEqual(label, counts.ofFirst(label));
            assertThat(known.ofSecond(label)).isEqualTo(counts.ofSecond(label));
        }
    }

    @Test
    void masksOfOtherSizesAndLabelsOfNoClassAreRefused() {
        byte[] small = MaskCodec.encode(new Mask(2, 1, new byte[2]));
        byte[] large = MaskCodec.encode(new Mask(1, 2, new byte[2]));
        assertThatThrownBy(() -> new JointCounts(3).add(small, large)).hasMessageContaining("2x1").hasMessageContaining("1x2");
        byte[] strange = MaskCodec.encode(new Mask(1, 1, new byte[] {7}));
        assertThatThrownBy(() -> new JointCounts(3).add(strange, strange)).hasMessageContaining("class 7").hasMessageContaining("only 3");
    }
}
