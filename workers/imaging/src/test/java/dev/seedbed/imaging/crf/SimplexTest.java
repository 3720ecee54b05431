package dev.seedbed.imaging.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimplexTest {

    private static final float[] EXTENT = {40, 30, 20, 20, 20};

    @Test
    void barycentricCoordinatesAreSharesOfOne() {
        Simplex simplex = new Simplex(EXTENT);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            simplex.locate(point(random));
            double sum = 0;
            for (int k = 0; k <= EXTENT.length; k++) {
                assertThat(simplex.barycentric[k]).isBetween(-1e-5f, 1 + 1e-5f);
                sum += simplex.barycentric[k];
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void aPointMovesContinuouslyOverItsCorners() {
        Simplex simplex = new Simplex(EXTENT);
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            float[] point = point(random);
            simplex.locate(point);
            long[] corners = simplex.corners.clone();
            float[] shares = simplex.barycentric.clone();
            point[i % 5] += 1e-4f;
            simplex.locate(point);
            for (int k = 0; k < corners.length; k++) {
                float now = 0;
                for (int j = 0; j < corners.length; j++) {
                    now += simplex.corners[j] == corners[k] ? simplex.barycentric[j] : 0;
                }
                assertThat(now).isCloseTo(shares[k], within(2e-3f));
            }
        }
    }

    @Test
    void theCornersOfASimplexAreDistinct() {
        Simplex simplex = new Simplex(EXTENT);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            simplex.locate(point(random));
            Set<Long> corners = new HashSet<>();
            Arrays.stream(simplex.corners).forEach(corners::add);
            assertThat(corners).hasSize(EXTENT.length + 1);
        }
    }

    @Test
    void aStepAlongEveryAxisReturnsToTheStart() {
        Simplex simplex = new Simplex(EXTENT);
        long sum = 0;
        for (int axis = 0; axis <= EXTENT.length; axis++) {
            sum += simplex.step(axis);
        }
        assertThat(sum).isZero();
    }

    private static float[] point(Random random) {
        float[] point = new float[EXTENT.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = random.nextFloat() * EXTENT[i];
        }
        return point;
    }
}
