package dev.seedbed.method;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/**
 * What a method has to know of a data set to plan its stages.
 *
 * @param splits the lists that it has
 * @param saliency whether every image has a saliency map
 * @param truth the true masks as a label version, where the data set has them
 */
public record DatasetCard(DatasetRef ref, List<String> splits, boolean saliency, Optional<LabelVersion> truth) {

    public DatasetCard {
        splits = List.copyOf(splits);
    }
}
