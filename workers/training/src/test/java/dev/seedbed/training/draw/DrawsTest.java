package dev.seedbed.training.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

    @Test
    void theSameKeysGiveTheSameDrawsForEver() {
        Draws draws = Draws.of(42, Draws.Purpose.DROPOUT, 7);
        assertThat(new long[] {draws.nextLong(), draws.nextLong()}).containsExactly(-3433821938405121934L, -2547746669150789437L);
    }

    @Test
    void otherSeedsPurposesAndKeysGiveOtherDraws() {
        Set<Long> first = new HashSet<>();
        int count = 0;
        for (long seed = -3; seed < 4; seed++) {
            for (Draws.Purpose purpose : Draws.Purpose.values()) {
                for (long a = 0; a < 12; a++) {
                    for (long b = 0; b < 12; b++) {
                        first.add(Draws.of(seed, purpose, a, b).nextLong());
                        count++;
                    }
                }
            }
        }
        assertThat(first).hasSize(count);
    }

    @Test
    void permutationsHoldEveryNumberOnce() {
        for (int size : new int[] {0, 1, 2, 100}) {
            int[] order = Draws.of(size, Draws.Purpose.ORDER).permutation(size);
            assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(IntStream.range(0, size).toArray());
        }
    }

    @Test
    void everyPlaceOfAPermutationIsEquallyLikely() {
        int[] firsts = new int[4];
        for (int seed = 0; seed < 8000; seed++) {
            firsts[Draws.of(seed, Draws.Purpose.ORDER).permutation(4)[0]]++;
        }
        for (int count : firsts) {
            assertThat(count).isBetween(1850, 2150);
        }
    }

    @Test
    void gaussiansHaveMeanZeroAndVarianceOne() {
        Draws draws = Draws.of(1, Draws.Purpose.INITIAL_WEIGHTS);
        double sum = 0;
        double squares = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            double x = draws.nextGaussian();
            sum += x;
            squares += x * x;
        }
        assertThat(sum / count).isBetween(-0.02, 0.02);
        assertThat(squares / count).isBetween(0.98, 1.02);
    }
}
