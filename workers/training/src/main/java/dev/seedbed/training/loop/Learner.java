package dev.seedbed.training.loop;

import ai.djl.ndarray.NDArray;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.network.Network;
import dev.seedbed.training.network.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;

/** A network and what it is taught. A record: its text tells whether a checkpoint is its own. */
public interface Learner {

    /** The network. */
    Network network();

    /** Names of the foreground classes, as many as a picture has tags. */
    List<String> classes();

    /** What it learns from. */
    Needs needs();

    /** A step's loss. */
    Loss loss(Parameters parameters, BatchArrays batch);

    /**
     * What some of a batch's images add to the batch's loss: over parts that cover the batch, the losses and their gradients add up to
     * {@link #loss}'s, up to rounding.
     *
     * @param whole the batch
     * @throws IllegalArgumentException if the loss is no such sum
     */
    default Loss partOfLoss(Parameters parameters, BatchArrays part, BatchArrays whole) {
        throw new IllegalArgumentException("training.parts: this loss averages over sets of the whole batch, which its parts do not know;"
                + " leave parts out, and lower training.batch or training.sidePx if memory does not suffice");
    }

    /** What the file of its weights says: architecture, head, classes. */
    SortedMap<String, String> metadata();

    /** The loss of the best constant answer, 0 where that has no meaning. */
    double chanceLoss(PictureSource pictures);

    /**
     * The metrics of an epoch, from what its steps counted.
     *
     * @param counts of all its steps, summed by name
     */
    default SortedMap<String, Double> epochMetrics(Map<String, Double> counts) {
        return Collections.emptySortedMap();
    }

    /**
     * @param total a scalar
     * @param parts the scalars that it is the sum of, by name; empty where it has one part only
     * @param counts what the step counted, by name, to be summed over the epoch
     */
    record Loss(NDArray total, SequencedMap<String, NDArray> parts, Map<String, Double> counts) {

        /** A loss of one part. */
        public static Loss of(NDArray total) {
            return new Loss(total, new LinkedHashMap<>());
        }

        public Loss(NDArray total, SequencedMap<String, NDArray> parts) {
            this(total, parts, Map.of());
        }

        /** A mean over a part's images, as it counts in the mean over the whole batch's. */
        public Loss shareOf(BatchArrays part, BatchArrays whole) {
            float share = (float) part.images() / whole.images();
            SequencedMap<String, NDArray> shares = new LinkedHashMap<>();
            parts.forEach((name, loss) -> shares.put(name, loss.mul(share)));
            return new Loss(total.mul(share), shares, counts);
        }
    }
}
