package dev.seedbed.app.label;

import dev.seedbed.imaging.JointCounts;
import dev.seedbed.imaging.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What distinguishes two label versions of one data set, over the images that both label. Figures whose denominator is 0 are empty.
 *
 * @param a id of the first version
 * @param b id of the second
 * @param images that both label
 * @param changedImages of these, how many have other masks
 * @param onlyA images that only the first labels
 * @param onlyB images that only the second labels
 * @param pixels of the images that both label
 * @param agreement share of pixels with equal labels, 255 being one
 * @param agreementDecided the same over the pixels that both give a class
 * @param meanIou mean over the classes whose IoU is defined
 * @param classes by class index, then 255 where it occurs
 * @param changed the images that changed, most changed pixels first by share
 */
public record LabelDiff(
        long a,
        long b,
        int images,
        int changedImages,
        int onlyA,
        int onlyB,
        long pixels,
        OptionalDouble agreement,
        OptionalDouble agreementDecided,
        OptionalDouble meanIou,
        List<ClassChange> classes,
        List<ImageChange> changed) {

    public LabelDiff {
        classes = List.copyOf(classes);
        changed = List.copyOf(changed);
    }

    /**
     * What became of a class.
     *
     * @param label class index, or 255 for ignored
     * @param pixelsA that the first version gave the class
     * @param pixelsB that the second did
     * @param left pixels of the first version's class that the second labels otherwise
     * @param entered pixels of the second version's class that the first labels otherwise
     * @param iou the two versions' pixels of the class, shared / in either; empty for 255, and where neither has any
     */
    public record ClassChange(int label, String name, long pixelsA, long pixelsB, long left, long entered, OptionalDouble iou) {}

    /**
     * How much an image changed.
     *
     * @param changedPixels whose labels differ
     * @param share of the image's pixels, in (0, 1]
     */
    public record ImageChange(String image, long changedPixels, double share) {}

    /** This with no more images than that. */
    public LabelDiff top(int most) {
        return new LabelDiff(a, b, images, changedImages, onlyA, onlyB, pixels, agreement, agreementDecided, meanIou, classes,
                changed.stream().limit(most).toList());
    }

    static List<ClassChange> classes(JointCounts counts, List<String> names) {
        var changes = new ArrayList<ClassChange>();
        for (int label = 0; label < counts.classes(); label++) {
            long either = counts.ofFirst(label) + counts.ofSecond(label) - counts.count(label, label);
            changes.add(change(counts, label, names.get(label), share(counts.count(label, label), either)));
        }
        if (counts.ofFirst(Mask.IGNORE) + counts.ofSecond(Mask.IGNORE) > 0) {
            changes.add(change(counts, Mask.IGNORE, "ignored", OptionalDouble.empty()));
        }
        return changes;
    }

    private static ClassChange change(JointCounts counts, int label, String name, OptionalDouble iou) {
        long kept = counts.count(label, label);
        return new ClassChange(
                label, name, counts.ofFirst(label), counts.ofSecond(label), counts.ofFirst(label) - kept, counts.ofSecond(label) - kept, iou);
    }

    static OptionalDouble agreementDecided(JointCounts counts) {
        long equal = counts.equal() - counts.count(Mask.IGNORE, Mask.IGNORE);
        long decided = IntStream.range(0, counts.classes())
                .mapToLong(label -> counts.ofFirst(label) - counts.count(label, Mask.IGNORE))
                .sum();
        return share(equal, decided);
    }

    static OptionalDouble share(long part, long whole) {
        return whole > 0 ? OptionalDouble.of((double) part / whole) : OptionalDouble.empty();
    }
}
