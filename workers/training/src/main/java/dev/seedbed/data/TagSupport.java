package dev.seedbed.data;

import dev.seedbed.imaging.Mask;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts where tags and true masks disagree. Safe for several threads. */
final class TagSupport {

    private final LongAdder unsupported = new LongAdder();
    private final LongAdder imagesOfUnsupported = new LongAdder();
    private final LongAdder untold = new LongAdder();
    private final LongAdder imagesOfUntold = new LongAdder();

    void add(AnnotatedPicture image) {
        image.truth().ifPresent(mask -> {
            var tags = new BitSet();
            image.tags().orElseThrow().forEach(tags::set);
            BitSet painted = painted(mask);
            count(difference(tags, painted), unsupported, imagesOfUnsupported);
            count(difference(painted, tags), untold, imagesOfUntold);
        });
    }

    void notes(Consumer<String> notes) {
        if (unsupported.sum() > 0) {
            notes.accept(unsupported + " tags of " + imagesOfUnsupported + " images have no pixel in the mask; they are kept as told");
        }
        if (untold.sum() > 0) {
            notes.accept(untold + " classes in the masks of " + imagesOfUntold + " images are not among the tags");
        }
    }

    private static void count(int number, LongAdder sum, LongAdder images) {
        if (number > 0) {
            sum.add(number);
            images.increment();
        }
    }

    private static int difference(BitSet these, BitSet others) {
        var rest = (BitSet) these.clone();
        rest.andNot(others);
        return rest.cardinality();
    }

    private static BitSet painted(Mask mask) {
        var labels = new BitSet();
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            labels.set(mask.at(pixel));
        }
        labels.clear(0);
        labels.clear(Mask.IGNORE);
        return labels;
    }
}
