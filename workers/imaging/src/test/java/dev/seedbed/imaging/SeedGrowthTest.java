package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedGrowthTest {

    private static final int CASES = 150;

    /** A drawn image: smooth enough for regions, probabilities in steps that meet the thresholds exactly, places with several seeds. */
    private record Case(FloatMaps probabilities, SeedMaps seeds, boolean[] shown) {

        static Case draw(Random random) {
            int classes = 2 + random.nextInt(5);
            int height = 1 + random.nextInt(14);
            int width = 1 + random.nextInt(14);
            int area = height * width;
            float[] p = new float[classes * area];
            byte[] seeds = new byte[classes * area];
            boolean[] shown = new boolean[classes];
            for (int c = 0; c < classes; c++) {
                shown[c] = c == 0 || random.nextInt(3) > 0;
            }
            double density = 0.3 * random.nextDouble();
            for (int i = 0; i < p.length; i++) {
                boolean follows = i % width > 0 && random.nextInt(4) > 0;
                p[i] = follows ? p[i - 1] : random.nextInt(17) / 16f;
                seeds[i] = (byte) (shown[i / area] && random.nextDouble() < density ? 1 : 0);
            }
            return new Case(new FloatMaps(classes, height, width, p), new SeedMaps(classes, height, width, seeds), shown);
        }

        SeedMaps grown(SeedGrowth growth) {
            return growth.grow(probabilities, seeds, shown);
        }

        boolean seeds(int c, int place) {
            return seeds.at(c, place);
        }

        int seedsAt(int place) {
            return (int) IntStream.range(0, shown.length).filter(c -> seeds(c, place)).count();
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int seed = 0; seed < CASES; seed++) {
            cases.add(Case.draw(new Random(seed)));
        }
        return cases;
    }

    private static List<SeedGrowth> rules() {
        return List.of(
                SeedGrowth.paper(0.75, 0.5), SeedGrowth.releasedCode(0.75, 0.5), SeedGrowth.paper(0.25, 0.875),
                SeedGrowth.releasedCode(0.25, 0.875), SeedGrowth.paper(0, 0), SeedGrowth.paper(1, 0.5), SeedGrowth.paper(0.5, 1));
    }

    @Test
    void isWhatTheDefinitionSays() {
        for (Case drawn : cases()) {
            for (SeedGrowth growth : rules()) {
                assertThat(drawn.grown(growth).seeds()).containsExactly(byDefinition(drawn, growth));
            }
        }
    }

    @Test
    void growthContainsItsSeedsAndAbsentClassesNeverGrow() {
        for (Case drawn : cases()) {
            for (SeedGrowth growth : rules()) {
                byte[] grown = drawn.grown(growth).seeds();
                for (int i = 0; i < grown.length; i++) {
                    byte seed = drawn.seeds.seeds()[i];
                    assertThat(grown[i]).isBetween(seed, drawn.shown[i / drawn.seeds.area()] ? (byte) 1 : seed);
                }
            }
        }
    }

    @Test
    void growingAgainWithTheSameProbabilitiesAddsNothing() {
        for (Case drawn : cases()) {
            for (SeedGrowth growth : rules()) {
                SeedMaps once = drawn.grown(growth);
                assertThat(growth.grow(drawn.probabilities, once, drawn.shown).seeds()).containsExactly(once.seeds());
            }
        }
    }

    @Test
    void aThresholdOfOneStopsItsGroupOfClasses() {
        for (Case drawn : cases()) {
            int area = drawn.seeds.area();
            byte[] cues = drawn.seeds.seeds();
            byte[] noForeground = drawn.grown(SeedGrowth.paper(0.25, 1)).seeds();
            assertThat(Arrays.copyOfRange(noForeground, area, cues.length)).containsExactly(Arrays.copyOfRange(cues, area, cues.length));
            for (SeedGrowth growth : List.of(SeedGrowth.paper(1, 0.25), SeedGrowth.releasedCode(1, 0.25))) {
                assertThat(Arrays.copyOf(drawn.grown(growth).seeds(), area)).containsExactly(Arrays.copyOf(cues, area));
            }
            assertThat(drawn.grown(SeedGrowth.releasedCode(0.25, 1)).seeds()).containsExactly(cues);
        }
    }

    @Test
    void nothingGrowsWhereNoProbabilityIsOverItsThreshold() {
        for (Case drawn : cases()) {
            float[] low = new float[drawn.probabilities.values().length];
            for (int i = 0; i < low.length; i++) {
                low[i] = Math.min(drawn.probabilities.values()[i], 0.75f);
            }
            FloatMaps capped = new FloatMaps(drawn.shown.length, drawn.seeds.height(), drawn.seeds.width(), low);
            assertThat(SeedGrowth.paper(0.75, 0.75).grow(capped, drawn.seeds, drawn.shown).seeds()).containsExactly(drawn.seeds.seeds());
        }
    }

    @Test
    void aPlaceThatSeedsOneOtherClassIsNotTakenButBridges() {
        FloatMaps sure = maps(2, 1, 4, 0.1f, 0.1f, 0.1f, 0.5f, 0.9f, 0.9f, 0.9f, 0.5f);
        SeedMaps seeds = new SeedMaps(2, 1, 4, new byte[] {0, 1, 0, 0, 1, 0, 0, 0});
        assertThat(SeedGrowth.paper(0.8, 0.8).grow(sure, seeds, new boolean[] {true, true}).seeds())
                .containsExactly(0, 1, 0, 0, 1, 0, 1, 0);
    }

    @Test
    void aPlaceThatSeedsSeveralClassesCountsAsTheHighestAndMayBeTaken() {
        FloatMaps unsure = maps(3, 1, 2, 0.2f, 0.2f, 0.2f, 0.9f, 0.6f, 0.2f);
        SeedMaps seeds = new SeedMaps(3, 1, 2, new byte[] {1, 0, 1, 0, 0, 0});
        boolean[] all = {true, true, true};
        assertThat(SeedGrowth.paper(0.8, 0.8).grow(unsure, seeds, all).seeds()).containsExactly(1, 0, 1, 1, 0, 0);
        assertThat(SeedGrowth.paper(0.8, 0.5).grow(unsure, seeds, all).seeds()).as("class 2 is similar there, without a seed of its own")
                .containsExactly(1, 0, 1, 0, 0, 0);
    }

    @Test
    void cornersConnectAndBordersDoNotWrapAround() {
        FloatMaps diagonal = maps(1, 2, 3, 0.9f, 0, 0.9f, 0, 0.9f, 0);
        SeedMaps corner = new SeedMaps(1, 2, 3, new byte[] {1, 0, 0, 0, 0, 0});
        boolean[] shown = {true};
        assertThat(SeedGrowth.paper(0.5, 0.5).grow(diagonal, corner, shown).seeds()).containsExactly(1, 0, 1, 0, 1, 0);
        FloatMaps ends = maps(1, 2, 3, 0, 0, 0.9f, 0.9f, 0, 0);
        SeedMaps end = new SeedMaps(1, 2, 3, new byte[] {0, 0, 1, 0, 0, 0});
        assertThat(SeedGrowth.paper(0.5, 0.5).grow(ends, end, shown).seeds()).containsExactly(0, 0, 1, 0, 0, 0);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        SeedMaps seeds = new SeedMaps(2, 1, 1, new byte[2]);
        assertThatThrownBy(() -> SeedGrowth.paper(0.5, 0.5).grow(maps(1, 1, 2, 0, 0), seeds, new boolean[2]))
                .hasMessageContaining("[2,1,1]").hasMessageContaining("[1,1,2]");
        assertThatThrownBy(() -> SeedGrowth.paper(0.5, 0.5).grow(maps(2, 1, 1, 0, 0), seeds, new boolean[1])).hasMessageContaining("1 tags");
        assertThatThrownBy(() -> SeedGrowth.paper(1.5, 0.5)).hasMessageContaining("backgroundAbove");
        assertThatThrownBy(() -> new SeedMaps(2, 1, 1, new byte[3])).hasMessageContaining("3 values");
    }

    private static FloatMaps maps(int channels, int height, int width, float... values) {
        return new FloatMaps(channels, height, width, values);
    }

    /** Class by class and by repetition until nothing changes. */
    private static byte[] byDefinition(Case drawn, SeedGrowth growth) {
        int area = drawn.seeds.area();
        int[] current = IntStream.range(0, area).map(place -> current(drawn, growth, place)).toArray();
        byte[] grown = drawn.seeds.seeds().clone();
        for (int c = 0; c < drawn.shown.length; c++) {
            boolean[] reached = drawn.shown[c] ? reached(drawn, current, c) : new boolean[area];
            for (int place = 0; place < area; place++) {
                if (reached[place] && !(drawn.seedsAt(place) == 1 && !drawn.seeds(c, place))) {
                    grown[c * area + place] = 1;
                }
            }
        }
        return grown;
    }

    private static int current(Case drawn, SeedGrowth growth, int place) {
        int best = 0;
        int seed = -1;
        for (int c = 0; c < drawn.shown.length; c++) {
            best = drawn.shown[c] && probability(drawn, c, place) > probability(drawn, best, place) ? c : best;
            seed = drawn.seeds(c, place) ? c : seed;
        }
        double bar = best == 0 ? growth.backgroundAbove() : growth.foregroundAbove();
        return probability(drawn, best, place) > bar ? best : seed;
    }

    private static float probability(Case drawn, int c, int place) {
        return drawn.probabilities.values()[c * drawn.seeds.area() + place];
    }

    private static boolean[] reached(Case drawn, int[] current, int c) {
        boolean[] reached = new boolean[current.length];
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int place = 0; place < current.length; place++) {
                int here = place;
                boolean now = current[place] == c
                        && (drawn.seeds(c, place)
                                || IntStream.range(0, current.length).anyMatch(near -> reached[near] && touch(drawn, here, near)));
                changed |= now && !reached[place];
                reached[place] = now;
            }
        }
        return reached;
    }

    private static boolean touch(Case drawn, int one, int other) {
        int width = drawn.seeds.width();
        return Math.abs(one / width - other / width) <= 1 && Math.abs(one % width - other % width) <= 1;
    }
}
