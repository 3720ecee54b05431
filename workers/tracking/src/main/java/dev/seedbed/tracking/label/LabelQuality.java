package dev.seedbed.tracking.label;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How well labels agree with the truth.
 *
 * @param meanIou mean over classes of intersection over union, in [0, 1]
 * @param classes by class index, 0 the background
 * @param confusion pixels by [true class][labelled class]
 */
public record LabelQuality(double meanIou, List<PerClass> classes, List<List<Long>> confusion) {

    public LabelQuality {
        classes = List.copyOf(classes);
        confusion = confusion.stream().map(List::copyOf).toList();
        if (!(meanIou >= 0 && meanIou <= 1)) {
            throw new IllegalArgumentException("mean IoU must be from 0 to 1, not " + meanIou);
        }
    }

    /**
     * One class; a figure is empty where its denominator is 0.
     *
     * @param name the class's name
     */
    public record PerClass(String name, OptionalDouble iou, OptionalDouble precision, OptionalDouble recall) {}
}
