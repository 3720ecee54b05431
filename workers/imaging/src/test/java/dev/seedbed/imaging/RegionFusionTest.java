package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionFusionTest {

    private static final int WIDTH = 9;
    private static final int HEIGHT = 7;
    private static final int AREA = WIDTH * HEIGHT;

    @Test
    void oneMaskPerRoundLosesNothingAgainstOneRegionPerRoundAndClass() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            boolean[][][] regions = regions(random, 1 + random.nextInt(4), 1 + random.nextInt(5), random.nextDouble());
            boolean[] background = new boolean[AREA];
            for (int i = 0; i < AREA; i++) {
                background[i] = random.nextBoolean();
            }

            Mask fused = RegionFusion.fuse(rounds(regions), background);

            for (int i = 0; i < AREA; i++) {
                assertThat(fused.at(i)).as("pixel %d of seed %d", i, seed).isEqualTo(byDefinition(regions, background[i], i));
            }
        }
    }

    @Test
    void theOrderOfTheRoundsDoesNotMatter() {
        for (int seed = 0; seed < 50; seed++) {
            List<Mask> rounds = rounds(regions(new Random(seed), 3, 3, 0.3));
            assertThat(RegionFusion.union(rounds.reversed()).labels()).containsExactly(RegionFusion.union(rounds).labels());
        }
    }

    @Test
    void unclaimedPixelsAsBackgroundLeaveOnlyContestedOnesUndecided() {
        List<Mask> rounds = List.of(mask(0, 1, 1, 255), mask(0, 1, 2, 0));
        Mask fused = RegionFusion.fuse(rounds, RegionFusion.unclaimed(rounds));
        assertThat(IntStream.range(0, 4).map(fused::at)).containsExactly(0, 1, 255, 255);
    }

    @Test
    void aMapThatEqualsTheValueIsNotBelowIt() {
        assertThat(RegionFusion.below(new float[] {0.0625f, 0.0624f, 0}, 0.0625)).containsExactly(false, true, true);
        assertThat(RegionFusion.below(new float[] {0.06f}, 0.06)).as("0.06f is a little below 0.06").containsExactly(true);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> RegionFusion.union(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegionFusion.union(List.of(mask(0, 0), mask(0)))).hasMessageContaining("1x1 and of 2x1");
        assertThatThrownBy(() -> RegionFusion.fuse(List.of(mask(0)), new boolean[2])).hasMessageContaining("2 pixels");
    }

    private static int byDefinition(boolean[][][] regions, boolean background, int pixel) {
        int claims = 0;
        int claimant = 0;
        for (int c = 0; c < regions[0].length; c++) {
            boolean claimed = false;
            for (boolean[][] round : regions) {
                claimed |= round[c][pixel];
            }
            if (claimed) {
                claims++;
                claimant = c + 1;
            }
        }
        if (claims == 1 && !background) {
            return claimant;
        }
        return claims == 0 && background ? 0 : 255;
    }

    private static boolean[][][] regions(Random random, int rounds, int classes, double share) {
        boolean[][][] regions = new boolean[rounds][classes][AREA];
        for (boolean[][] round : regions) {
            for (boolean[] region : round) {
                for (int i = 0; i < AREA; i++) {
                    region[i] = random.nextDouble() < share * share;
                }
            }
        }
        return regions;
    }

    private static List<Mask> rounds(boolean[][][] regions) {
        List<Mask> masks = new ArrayList<>();
        for (boolean[][] round : regions) {
            float[] maps = new float[round.length * AREA];
            for (int i = 0; i < maps.length; i++) {
                maps[i] = round[i / AREA][i % AREA] ? 1 : 0;
            }
            int[] classes = IntStream.rangeClosed(1, round.length).toArray();
            masks.add(new RegionMining.PeakFraction(1).mine(new FloatMaps(round.length, HEIGHT, WIDTH, maps), classes));
        }
        return masks;
    }

    private static Mask mask(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return new Mask(labels.length, 1, bytes);
    }
}
