package dev.seedbed.imaging.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final int PIXELS = 500;
    private static final int CORNERS = 6;
    private static final int VERTICES = 70;

    @Test
    void vectorInstructionsGiveTheBitsOfPlainJava() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "the JVM runs without jdk.incubator.vector");
        for (int seed = 0; seed < 5; seed++) {
            float[][] plain = results(new ScalarLanes(), new Random(seed));
            float[][] vectors = results(new VectorLanes(), new Random(seed));
            for (int i = 0; i < plain.length; i++) {
                assertThat(vectors[i]).containsExactly(plain[i]);
            }
        }
    }

    private static float[][] results(Lanes lanes, Random random) {
        float[] pixels = numbers(random, PIXELS * Lanes.WIDTH);
        float[] weightAt = numbers(random, PIXELS * CORNERS);
        int[] vertexOf = random.ints(PIXELS * CORNERS, 0, VERTICES).toArray();
        float[] points = new float[(VERTICES + 1) * Lanes.WIDTH];
        lanes.splat(pixels, CORNERS, vertexOf, weightAt, points);
        float[] blurred = new float[points.length];
        int[] ahead = random.ints(VERTICES, 0, VERTICES + 1).toArray();
        int[] behind = random.ints(VERTICES, 0, VERTICES + 1).toArray();
        lanes.blur(points, ahead, behind, blurred);
        float[] sliced = new float[100 * Lanes.WIDTH];
        lanes.slice(blurred, CORNERS, vertexOf, weightAt, 300, 400, sliced);
        return new float[][] {points, blurred, sliced};
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat();
        }
        return numbers;
    }
}
