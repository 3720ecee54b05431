package dev.seedbed.training.task;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.stage.SeedQuality;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How good seeds are, counted over images: a place counts as the lowest class that it seeds, background before all others. Places whose truth is
 * void are left out of the comparison.
 */
public final class SeedCounts {

    private static final String HITS = "hits.";
    private static final String LABELLED = "labelled.";
    private static final String TRUE = "true.";
    private static final String COVERED = "covered";
    private static final String PLACES = "places";

    private final long[] hits;
    private final long[] labelled;
    private final long[] trues;
    private long covered;
    private long places;

    /** @param classes background included */
    public SeedCounts(int classes) {
        this.hits = new long[classes];
        this.labelled = new long[classes];
        this.trues = new long[classes];
    }

    /** An image's seeds and, where it is known, its truth on their grid. */
    public void add(SeedMaps seeds, Optional<Mask> truth) {
        places += seeds.area();
        for (int place = 0; place < seeds.area(); place++) {
            int label = label(seeds, place);
            covered += label == Mask.IGNORE ? 0 : 1;
            if (truth.isPresent() && truth.get().at(place) < trues.length) {
                compare(label, truth.get().at(place));
            }
        }
    }

    private static int label(SeedMaps seeds, int place) {
        for (int c = 0; c < seeds.classes(); c++) {
            if (seeds.at(c, place)) {
                return c;
            }
        }
        return Mask.IGNORE;
    }

    private void compare(int label, int known) {
        trues[known]++;
        if (label != Mask.IGNORE) {
            labelled[label]++;
        }
        if (label == known) {
            hits[known]++;
        }
    }

    /** The counts by name, for {@link #quality}. */
    public Map<String, Double> byName() {
        var byName = new TreeMap<String, Double>();
        byName.put(COVERED, (double) covered);
        byName.put(PLACES, (double) places);
        for (int c = 1; c < hits.length; c++) {
            byName.put(HITS + c, (double) hits[c]);
            byName.put(LABELLED + c, (double) labelled[c]);
            byName.put(TRUE + c, (double) trues[c]);
        }
        return byName;
    }

    /** What counts say of the seeds; counts without truth say nothing of what needs it. */
    public static SeedQuality quality(Map<String, Double> counts) {
        List<Occurring> occurring = occurring(counts);
        return new SeedQuality(
                occurring.stream().mapToDouble(c -> c.hits / Math.max(c.labelled, 1)).average(),
                occurring.stream().mapToDouble(c -> c.hits / Math.max(c.trues, 1)).average(),
                occurring.stream().mapToDouble(c -> c.hits / (c.labelled + c.trues - c.hits)).average(),
                counts.get(COVERED) / counts.get(PLACES));
    }

    private static List<Occurring> occurring(Map<String, Double> counts) {
        return Stream.iterate(1, c -> counts.containsKey(HITS + c), c -> c + 1)
                .map(c -> new Occurring(counts.get(HITS + c), counts.get(LABELLED + c), counts.get(TRUE + c)))
                .filter(c -> c.labelled + c.trues > 0)
                .toList();
    }

    /** A foreground class that seeds or truth have. */
    private record Occurring(double hits, double labelled, double trues) {}

    /** The {@link #quality} as metrics: {@code seeds.coverage}, {@code seeds.precision}, {@code seeds.recall}, {@code seeds.iou}. */
    public static SortedMap<String, Double> metrics(SeedQuality quality) {
        var metrics = new TreeMap<String, Double>();
        metrics.put("seeds.coverage", quality.coverage());
        quality.precision().ifPresent(value -> metrics.put("seeds.precision", value));
        quality.recall().ifPresent(value -> metrics.put("seeds.recall", value));
        quality.iou().ifPresent(value -> metrics.put("seeds.iou", value));
        return metrics;
    }
}
