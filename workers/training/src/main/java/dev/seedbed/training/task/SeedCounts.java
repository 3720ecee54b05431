package dev.seedbed.training.task;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.SeedMaps;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** The counts by name, for {@link #metrics}. */
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

    /**
     * {@code seeds.coverage}, the share of places that seed anything, and, of counts with truth, {@code seeds.precision}, {@code seeds.recall} and
     * {@code seeds.iou}: means over the foreground classes that occur among seeds or in truth, where a figure without a denominator is 0.
     */
    public static SortedMap<String, Double> metrics(Map<String, Double> counts) {
        var metrics = new TreeMap<String, Double>();
        metrics.put("seeds.coverage", counts.get(COVERED) / counts.get(PLACES));
        int classes = 0;
        for (int c = 1; counts.containsKey(HITS + c); c++) {
            double hits = counts.get(HITS + c);
            double labelled = counts.get(LABELLED + c);
            double trues = counts.get(TRUE + c);
            if (labelled + trues > 0) {
                classes++;
                metrics.merge("seeds.precision", hits / Math.max(labelled, 1), Double::sum);
                metrics.merge("seeds.recall", hits / Math.max(trues, 1), Double::sum);
                metrics.merge("seeds.iou", hits / (labelled + trues - hits), Double::sum);
            }
        }
        int occurring = classes;
        metrics.replaceAll((name, sum) -> name.equals("seeds.coverage") ? sum : sum / occurring);
        return metrics;
    }
}
