package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mean IoU by background threshold.
 *
 * @param thresholds ascending
 * @param meanIous against the truth, in [0, 1], one for each threshold
 */
public record ThresholdCurve(List<Double> thresholds, List<Double> meanIous) {

    public ThresholdCurve {
        thresholds = List.copyOf(thresholds);
        meanIous = List.copyOf(meanIous);
        requireAscending(thresholds);
        if (meanIous.size() != thresholds.size()) {
            throw new IllegalArgumentException(thresholds.size() + " thresholds have " + meanIous.size() + " figures");
        }
    }

    /** The highest mean IoU. */
    @JsonIgnore
    public double best() {
        return meanIous.get(bestIndex());
    }

    /** Where it is reached; the lowest such threshold. */
    @JsonIgnore
    public double bestThreshold() {
        return thresholds.get(bestIndex());
    }

    private int bestIndex() {
        return IntStream.range(0, meanIous.size())
                .boxed()
                .max(Comparator.<Integer>comparingDouble(meanIous::get).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    static void requireAscending(List<Double> thresholds) {
        if (thresholds.isEmpty()) {
            throw new IllegalArgumentException("thresholds must name at least one");
        }
        thresholds.forEach(threshold -> Ranges.within("thresholds", threshold, 0, 1));
        if (!thresholds.equals(thresholds.stream().sorted().distinct().toList())) {
            throw new IllegalArgumentException("thresholds must ascend, unlike " + thresholds);
        }
    }
}
