package dev.seedbed.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.SeedMaps;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeedCountsTest {

    /** Background on the first place, class 1 on the first three, class 2 on the third, class 3 nowhere. */
    private static final SeedMaps SEEDS = new SeedMaps(4, 1, 5, new byte[] {1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});

    @Test
    void aPlaceCountsAsItsLowestClassAndVoidTruthForNothing() {
        SeedCounts counts = new SeedCounts(4);
        counts.add(SEEDS, Optional.of(new Mask(5, 1, new byte[] {1, 1, 0, 2, (byte) Mask.IGNORE})));
        assertThat(SeedCounts.metrics(SeedCounts.quality(counts.byName()))).containsExactly(
                entry("seeds.coverage", 3 / 5.0),
                entry("seeds.iou", (1 / 3.0 + 0) / 2),
                entry("seeds.precision", (1 / 2.0 + 0) / 2),
                entry("seeds.recall", (1 / 2.0 + 0) / 2));
    }

    @Test
    void countsOfSeveralImagesAddUpAndThoseWithoutTruthOnlyCover() {
        SeedCounts counts = new SeedCounts(4);
        counts.add(SEEDS, Optional.of(new Mask(5, 1, new byte[] {0, 1, 1, 0, 0})));
        counts.add(SEEDS, Optional.empty());
        assertThat(SeedCounts.metrics(SeedCounts.quality(counts.byName()))).containsExactly(
                entry("seeds.coverage", 6 / 10.0), entry("seeds.iou", 1.0), entry("seeds.precision", 1.0), entry("seeds.recall", 1.0));
    }

    @Test
    void withoutTruthThereIsCoverageAlone() {
        SeedCounts counts = new SeedCounts(4);
        counts.add(SEEDS, Optional.empty());
        assertThat(SeedCounts.metrics(SeedCounts.quality(counts.byName()))).containsExactly(entry("seeds.coverage", 3 / 5.0));
    }
}
