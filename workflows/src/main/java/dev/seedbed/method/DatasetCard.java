package dev.seedbed.method;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.Images;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param lists which of its lists a campaign trains on and evaluates on; empty: {@code train} and {@code val}
 */
public record DatasetCard(
        DatasetRef ref,
        Map<String, Integer> splits,
        boolean saliency,
        OptionalInt boxes,
        Optional<LabelVersion> truth,
        Optional<Lists> lists) {

    public DatasetCard {
        splits = Collections.unmodifiableMap(new TreeMap<>(splits));
    }

    /**
     * Names of a data set's lists.
     *
     * @param train to learn from, val to evaluate on
     */
    public record Lists(String train, String val) {

        public Lists {
            Objects.requireNonNull(train, "train");
            Objects.requireNonNull(val, "val");
        }

        public static Lists defaults() {
            return new Lists("train", "val");
        }
    }

    private Lists used() {
        return lists.orElseGet(Lists::defaults);
    }

    /** The images to learn from, untouched. */
    public Images train() {
        return Images.of(ref, used().train());
    }

    /** The images to evaluate on; empty where it has no such list. */
    public Optional<Images> val() {
        return Optional.of(Images.of(ref, used().val())).filter(images -> splits.containsKey(images.split()));
    }

    /** What keeps networks from being trained, in the user's words: the list is missing, or does not fill a batch. */
    public List<String> trainingObjections(int batch) {
        String train = used().train();
        if (!splits.containsKey(train)) {
            return List.of("data set " + ref.name() + " has no list " + train + "; it has " + splits.keySet());
        }
        return splits.get(train) >= batch
                ? List.of()
                : List.of("a batch of " + batch + " cannot be filled: list " + train + " of data set " + ref.name() + " has only "
                        + splits.get(train) + " images; set a smaller batch");
    }

    /** What keeps a result from being evaluated where the campaign file asks for a list by name. */
    List<String> evaluationObjections() {
        return lists.isPresent() && val().isEmpty()
                ? List.of("data set " + ref.name() + " has no list " + used().val() + "; it has " + splits.keySet())
                : List.of();
    }
}
