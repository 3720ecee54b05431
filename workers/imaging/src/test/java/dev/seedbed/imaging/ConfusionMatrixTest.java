package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    @Test
    void voidTruthIsLeftOutAndIgnoredPredictionsCountAsBackground() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(mask(0, 1, 1, 255, 1, 3), mask(0, 1, 255, 1, 2, 2));
        assertThat(matrix.toArray()).containsExactly(1, 0, 0, 1, 1, 1, 0, 0, 0);
        assertThat(matrix.truth(1)).isEqualTo(3);
        assertThat(matrix.predictions(0)).isEqualTo(2);
    }

    @Test
    void scoresAreNaNOnlyForClassesThatNobodyHas() {
        ConfusionMatrix matrix = new ConfusionMatrix(4);
        matrix.add(mask(0, 0, 1, 1), mask(0, 2, 0, 0));
        Scores scores = matrix.scores();
        assertThat(scores.iou()).containsExactly(new double[] {0.25, 0, 0, Double.NaN}, within(1e-12));
        assertThat(scores.precision()).containsExactly(new double[] {1 / 3.0, 0, 0, Double.NaN}, within(1e-12));
        assertThat(scores.recall()).containsExactly(new double[] {0.5, 0, 0, Double.NaN}, within(1e-12));
        assertThat(scores.meanIou()).isCloseTo(0.25 / 3, within(1e-12));
        assertThat(new ConfusionMatrix(2).scores().meanIou()).isNaN();
    }

    @Test
    void addingMatricesEqualsAddingMasks() {
        ConfusionMatrix whole = new ConfusionMatrix(5);
        ConfusionMatrix sum = new ConfusionMatrix(5);
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            Mask truth = random(random);
            Mask prediction = random(random);
            whole.add(truth, prediction);
            ConfusionMatrix one = new ConfusionMatrix(5);
            one.add(truth, prediction);
            sum.add(one);
        }
        assertThat(sum.toArray()).containsExactly(whole.toArray());
    }

    @Test
    void aPerfectPredictionScoresOne() {
        Mask mask = random(new Random(1));
        ConfusionMatrix matrix = new ConfusionMatrix(5);
        matrix.add(mask, mask);
        assertThat(matrix.scores().meanIou()).isEqualTo(1);
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        assertThatThrownBy(() -> matrix.add(mask(0), mask(0, 0))).hasMessageContaining("2x1").hasMessageContaining("1x1");
        assertThatThrownBy(() -> matrix.add(mask(0), mask(2))).hasMessageContaining("class 2");
        assertThatThrownBy(() -> matrix.add(new ConfusionMatrix(3))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(256)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Mask random(Random random) {
        int[] labels = random.ints(50, 0, 5).toArray();
        return mask(labels);
    }

    private static Mask mask(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return new Mask(labels.length, 1, bytes);
    }
}
