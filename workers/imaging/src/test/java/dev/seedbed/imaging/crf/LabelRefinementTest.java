package dev.seedbed.imaging.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelRefinementTest {

    private static final int SIDE = 24;
    private static final DenseCrf CRF = new DenseCrf(10, 3, 3, 10, 50, 5);
    private static final DenseCrf NONE = new DenseCrf(0, 3, 3, 10, 50, 5);

    @Test
    void onlyClassesThatOccurAndBackgroundAndUndecidedComeOut() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            Mask labels = labels(random, 0, 4, 9, Mask.IGNORE);
            byte[] refined = new LabelRefinement(CRF, 0.7, 0.5).of(labels, picture(random)).labels();
            for (byte label : refined) {
                assertThat(label & 0xFF).isIn(0, 4, 9, Mask.IGNORE);
            }
        }
    }

    @Test
    void labelsOfBackgroundAloneStayAsTheyAre() {
        Random random = new Random(1);
        Mask labels = labels(random, 0, Mask.IGNORE);
        assertThat(new LabelRefinement(CRF, 0.7, 0.5).of(labels, picture(random))).isSameAs(labels);
    }

    @Test
    void oneForegroundClassEverywhereStays() {
        Mask labels = labels(new Random(1), 5);
        assertThat(new LabelRefinement(CRF, 0.7, 0.5).of(labels, picture(new Random(2))).labels()).containsOnly(5);
    }

    @Test
    void withoutIterationsLabelsStayAndUnknownPixelsAreUndecided() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            Mask labels = labels(random, 0, 4, 9, Mask.IGNORE);
            assertThat(new LabelRefinement(NONE, 0.7, 0.5).of(labels, picture(random)).labels()).containsExactly(labels.labels());
        }
    }

    @Test
    void backgroundMustSurviveBeingScaled() {
        Random random = new Random(3);
        Mask labels = labels(random, 0, 4, 9);
        byte[] refined = new LabelRefinement(NONE, 0.7, 0.2).of(labels, picture(random)).labels();
        for (int i = 0; i < refined.length; i++) {
            assertThat(refined[i]).isEqualTo(labels.at(i) == 0 ? (byte) Mask.IGNORE : labels.labels()[i]);
        }
    }

    @Test
    void anUnscaledBackgroundLeavesNothingUndecided() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            byte[] refined = new LabelRefinement(CRF, 0.7, 1).of(labels(random, 0, 4, 9, Mask.IGNORE), picture(random)).labels();
            assertThat(refined).doesNotContain((byte) Mask.IGNORE);
        }
    }

    @Test
    void aLoosePixelInsideAnEvenColourIsTakenByItsSurroundings() {
        byte[] labels = new byte[SIDE * SIDE];
        byte[] rgb = new byte[3 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            boolean left = i % SIDE < SIDE / 2;
            labels[i] = (byte) (left ? 2 : 0);
            Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) (left ? 200 : 20));
        }
        labels[12 * SIDE + 4] = 0;
        labels[12 * SIDE + 20] = 2;
        byte[] refined = new LabelRefinement(CRF, 0.7, 0.5)
                .of(new Mask(SIDE, SIDE, labels), new Raster(SIDE, SIDE, rgb))
                .labels();
        assertThat(refined[12 * SIDE + 4]).isEqualTo((byte) 2);
        assertThat(refined[12 * SIDE + 20]).isZero();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new LabelRefinement(CRF, 1, 0.5)).hasMessageContaining("certainty");
        assertThatThrownBy(() -> new LabelRefinement(CRF, 0.7, 0)).hasMessageContaining("backgroundScale");
    }

    private static Mask labels(Random random, int... choices) {
        byte[] labels = new byte[SIDE * SIDE];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) choices[random.nextInt(choices.length)];
        }
        return new Mask(SIDE, SIDE, labels);
    }

    private static Raster picture(Random random) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        random.nextBytes(rgb);
        return new Raster(SIDE, SIDE, rgb);
    }
}
