package dev.seedbed.stage;

/**
 * Which pixels of a class activation map are the class's region.
 *
 * @param reading how the threshold is read: the two readings of AE-PSL's "top 20%"
 * @param threshold in (0, 1]
 */
public record RegionRule(Reading reading, double threshold) {

    public RegionRule {
        Ranges.within("threshold", threshold, 1e-6, 1);
    }

    public static RegionRule defaults() {
        return new RegionRule(Reading.PEAK_FRACTION, 0.2);
    }

    /** The two readings of "top 20%". */
    public enum Reading {
        /** Pixels whose response is at least threshold × the map's maximum. */
        PEAK_FRACTION,
        /** The ⌈threshold × height × width⌉ highest pixels, positive ones only, ties to the lower index. */
        AREA_FRACTION
    }
}
