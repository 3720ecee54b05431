package dev.seedbed.training.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.seedbed.training.network.Dropout;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One step's input on the device.
 *
 * @param pixels [N,3,S,S] floats
 * @param tags [N,C] floats, 0 or 1
 * @param labels [N,S,S] unsigned bytes, 255 unknown; where the network learns from labels
 * @param otherLabels the same of a second version; where the network learns from two
 * @param dropout this step's masks
 * @param shown what each square shows, off the device
 */
public record BatchArrays(NDArray pixels, NDArray tags, Optional<NDArray> labels, Optional<NDArray> otherLabels, Dropout dropout, List<Shown> shown) {

    /** How many images there are. */
    public int images() {
        return shown.size();
    }

    /**
     * Some of its images as a batch of their own, for one pass.
     *
     * @param manager that takes what is computed from them
     * @param from the first image
     * @param to the first image behind them
     */
    public BatchArrays part(NDManager manager, int from, int to) {
        UnaryOperator<NDArray> some = array -> {
            NDArray images = array.get(new NDIndex("{}:{}", from, to));
            images.attach(manager);
            return images;
        };
        return new BatchArrays(
                some.apply(pixels), some.apply(tags), labels.map(some), otherLabels.map(some), dropout.of(manager, from, to), shown.subList(from, to));
    }
}
