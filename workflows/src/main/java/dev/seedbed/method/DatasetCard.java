package dev.seedbed.method;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a method has to know of a data set to plan its stages.
 *
 * @param splits the lists that it has, with the number of their images
 * @param saliency whether every image has a saliency map
 * @param boxes how many objects' boxes its images have; empty where none has any
 * @param truth the true masks as a label version, where the data set has them
 */
public record DatasetCard(DatasetRef ref, Map<String, Integer> splits, boolean saliency, OptionalInt boxes, Optional<LabelVersion> truth) {

    public DatasetCard {
        splits = Collections.unmodifiableMap(new TreeMap<>(splits));
    }

    /** Whether it has a list. */
    public boolean has(String split) {
        return splits.containsKey(split);
    }

    /** What keeps a list from being trained on, in the user's words: it is missing, or does not fill a batch. */
    public List<String> trainingObjections(String split, int batch) {
        if (!has(split)) {
            return List.of("data set " + ref.name() + " has no list " + split + "; it has " + splits.keySet());
        }
        return splits.get(split) >= batch
                ? List.of()
                : List.of("a batch of " + batch + " cannot be filled: list " + split + " of data set " + ref.name() + " has only "
                        + splits.get(split) + " images; set a smaller batch");
    }
}
