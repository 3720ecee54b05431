package dev.seedbed.imaging.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.imaging.ArgMax;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DenseCrfTest {

    private static final DenseCrf USUAL = new DenseCrf(5, 3, 3, 10, 50, 13);

    @Test
    void staysNearTheCrfByBruteForce() {
        for (int seed = 0; seed < 4; seed++) {
            Scene scene = new Scene(seed, 3, 24, 20);
            double[][] exact = BruteForceCrf.infer(USUAL, scene.unary, scene.image);

            FloatMaps found = USUAL.infer(scene.unary, scene.image, 1);

            double difference = 0;
            int agreed = 0;
            Mask labels = ArgMax.of(found);
            for (int i = 0; i < found.area(); i++) {
                int best = 0;
                for (int l = 0; l < 3; l++) {
                    difference += Math.abs(exact[l][i] - found.values()[l * found.area() + i]);
                    best = exact[l][i] > exact[best][i] ? l : best;
                }
                agreed += labels.at(i) == best ? 1 : 0;
            }
            assertThat(difference / found.values().length).isLessThan(0.01);
            assertThat((double) agreed / found.area()).isGreaterThanOrEqualTo(0.98);
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        for (int seed = 0; seed < 3; seed++) {
            Scene scene = new Scene(seed, 2 + 9 * seed, 67, 41);
            float[] alone = USUAL.infer(scene.unary, scene.image, 1).values();
            for (int threads : new int[] {2, 3, 7, 40}) {
                assertThat(USUAL.infer(scene.unary, scene.image, threads).values()).as("%d threads", threads).containsExactly(alone);
            }
        }
    }

    @Test
    void imagesWorkedOnAtOnceDoNotDisturbEachOther() throws Exception {
        List<Callable<float[]>> calls = new ArrayList<>();
        List<float[]> alone = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            Scene scene = new Scene(seed, 4, 30, 30 + seed);
            alone.add(USUAL.infer(scene.unary, scene.image, 1).values());
            calls.add(() -> USUAL.infer(scene.unary, scene.image, 1).values());
        }
        try (var pool = Executors.newFixedThreadPool(4)) {
            var together = pool.invokeAll(calls);
            for (int i = 0; i < alone.size(); i++) {
                assertThat(together.get(i).get()).containsExactly(alone.get(i));
            }
        }
    }

    @Test
    void noIterationIsSoftmaxOfTheNegativeEnergies() {
        Scene scene = new Scene(1, 6, 19, 23);
        FloatMaps q = new DenseCrf(0, 3, 3, 10, 50, 13).infer(scene.unary, scene.image, 1);
        for (int i = 0; i < q.area(); i++) {
            double sum = 0;
            for (int l = 0; l < 6; l++) {
                sum += Math.exp(-scene.unary.values()[l * q.area() + i]);
            }
            for (int l = 0; l < 6; l++) {
                double expected = Math.exp(-scene.unary.values()[l * q.area() + i]) / sum;
                assertThat((double) q.values()[l * q.area() + i]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void probabilitiesOfAPixelSumToOne() {
        Scene scene = new Scene(2, 21, 33, 29);
        FloatMaps q = USUAL.infer(scene.unary, scene.image, 2);
        for (int i = 0; i < q.area(); i++) {
            double sum = 0;
            for (int l = 0; l < 21; l++) {
                assertThat(q.values()[l * q.area() + i]).isBetween(0f, 1f);
                sum += q.values()[l * q.area() + i];
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void labelsThatNothingTellsApartStayEquallyLikely() {
        Scene scene = new Scene(3, 5, 25, 25);
        FloatMaps flat = new FloatMaps(5, 25, 25, new float[5 * 625]);
        assertThat(USUAL.infer(flat, scene.image, 1).values()).usingComparatorWithPrecision(1e-6f).containsOnly(0.2f);
    }

    @Test
    void permutingLabelsPermutesProbabilities() {
        Scene scene = new Scene(4, 3, 20, 20);
        FloatMaps q = USUAL.infer(scene.unary, scene.image, 1);
        float[] turned = new float[3 * 400];
        System.arraycopy(scene.unary.values(), 400, turned, 0, 800);
        System.arraycopy(scene.unary.values(), 0, turned, 800, 400);
        float[] other = USUAL.infer(new FloatMaps(3, 20, 20, turned), scene.image, 1).values();
        assertThat(Arrays.copyOfRange(other, 800, 1200)).containsExactly(Arrays.copyOf(q.values(), 400), within(1e-5f));
        assertThat(Arrays.copyOf(other, 800)).containsExactly(Arrays.copyOfRange(q.values(), 400, 1200), within(1e-5f));
    }

    @Test
    void addingTheSameEnergyToAllLabelsChangesNothing() {
        Scene scene = new Scene(5, 3, 20, 20);
        float[] raised = scene.unary.values().clone();
        for (int i = 0; i < raised.length; i++) {
            raised[i] += 1000 + i % 400;
        }
        float[] q = USUAL.infer(scene.unary, scene.image, 1).values();
        assertThat(USUAL.infer(new FloatMaps(3, 20, 20, raised), scene.image, 1).values()).containsExactly(q, within(2e-3f));
    }

    @Test
    void kernelsWithoutWeightSendNothing() {
        Scene scene = new Scene(6, 4, 20, 20);
        float[] softmax = new DenseCrf(0, 1, 1, 1, 1, 1).infer(scene.unary, scene.image, 1).values();
        assertThat(new DenseCrf(3, 0, 3, 0, 50, 13).infer(scene.unary, scene.image, 1).values()).containsExactly(softmax);
    }

    @Test
    void aPixelAloneAndImpossibleLabelsAreNoTrouble() {
        Raster pixel = new Raster(1, 1, new byte[3]);
        float[] q = USUAL.infer(new FloatMaps(2, 1, 1, new float[] {0, Float.POSITIVE_INFINITY}), pixel, 2).values();
        assertThat(q[0]).isEqualTo(1);
        assertThat(q[1]).isCloseTo(0, within(1e-20f));
    }

    @Test
    void settingsAndSizesOutOfRangeAreRefused() {
        Scene scene = new Scene(7, 2, 20, 20);
        assertThatThrownBy(() -> new DenseCrf(-1, 3, 3, 10, 50, 13)).hasMessageContaining("iterations");
        assertThatThrownBy(() -> new DenseCrf(1, 3, 0, 10, 50, 13)).hasMessageContaining("gaussianSxy");
        assertThatThrownBy(() -> new DenseCrf(1, 3, 3, Double.NaN, 50, 13)).hasMessageContaining("bilateralWeight");
        assertThatThrownBy(() -> USUAL.infer(scene.unary, new Raster(20, 19, new byte[1140]), 1)).hasMessageContaining("20x19");
        assertThatThrownBy(() -> USUAL.infer(scene.unary, scene.image, 0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> new DenseCrf(1, 3, 3, 10, 1e-3, 1e-3).infer(scene.unary, scene.image, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("too small");
    }

    @Test
    void energiesAreNegativeLogarithmsWithAFloor() {
        FloatMaps energies = DenseCrf.energies(new FloatMaps(1, 1, 3, new float[] {1, 0.5f, 0}), 1e-5);
        assertThat(energies.values()).containsExactly(new float[] {0, 0.6931472f, 11.512925f}, within(1e-5f));
    }

    /** A picture of coloured blocks with noise, and unaries that follow some of it. */
    private record Scene(FloatMaps unary, Raster image) {

        Scene(int seed, int labels, int width, int height) {
            this(unary(new Random(seed), labels, width, height), image(new Random(seed), width, height));
        }

        private static FloatMaps unary(Random random, int labels, int width, int height) {
            float[] unary = new float[labels * width * height];
            for (int i = 0; i < unary.length; i++) {
                int pixel = i % (width * height);
                boolean own = (pixel % width / 8 + pixel / width / 6) % labels == i / (width * height);
                unary[i] = (float) (2 * random.nextDouble() + (own ? 0 : 1));
            }
            return new FloatMaps(labels, height, width, unary);
        }

        private static Raster image(Random random, int width, int height) {
            byte[] rgb = new byte[3 * width * height];
            for (int i = 0; i < rgb.length; i++) {
                int block = i / 3 % width / 8 + i / 3 / width / 6;
                rgb[i] = (byte) (block * 37 * (1 + i % 3) % 200 + random.nextInt(40));
            }
            return new Raster(width, height, rgb);
        }
    }
}
