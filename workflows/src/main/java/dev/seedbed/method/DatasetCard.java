package dev.seedbed.method;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.json.Nearest;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Images;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a method has to know of a data set to plan its stages.
 *
 * @param splits the lists that it has, with the number of their images
 * @param saliency whether every image has a saliency map
 * @param boxes how many objects' boxes the images of its lists have, by list; empty where no list has any
 * @param truth the true masks as a label version, where the data set has them
 * @param lists which of its lists a campaign trains on and evaluates on; empty: {@code train} and {@code val}
 * @param imported arrays of its images that were brought in, by name; empty: none
 */
public record DatasetCard(
        DatasetRef ref,
        Map<String, Integer> splits,
        boolean saliency,
        Optional<Map<String, Integer>> boxes,
        Optional<LabelVersion> truth,
        Optional<Lists> lists,
        Optional<Map<String, Imported>> imported) {

    public DatasetCard {
        splits = Collections.unmodifiableMap(new TreeMap<>(splits));
        boxes = boxes.map(byList -> Collections.unmodifiableMap(new TreeMap<>(byList)));
        imported = imported.map(arrays -> Collections.unmodifiableMap(new TreeMap<>(arrays)));
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

    /**
     * Cues or activation maps that were brought in.
     *
     * @param split the list whose images have them, every one
     */
    public record Imported(String split, Optional<Cues> cues, Optional<Cams> cams) {

        public Imported {
            Objects.requireNonNull(split, "split");
            if (cues.isPresent() == cams.isPresent()) {
                throw new IllegalArgumentException("imported arrays are either cues or activation maps");
            }
        }
    }

    private Lists used() {
        return lists.orElseGet(Lists::defaults);
    }

    /** The same without the imported arrays of other names. */
    public DatasetCard withArrays(Collection<String> names) {
        Map<String, Imported> kept = new TreeMap<>(all());
        kept.keySet().retainAll(names);
        return new DatasetCard(ref, splits, saliency, boxes, truth, lists, Optional.of(kept).filter(arrays -> !arrays.isEmpty()));
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

    /** What keeps networks from learning from boxes. */
    List<String> boxObjections() {
        return boxes.orElse(Map.of()).getOrDefault(used().train(), 0) > 0
                ? List.of()
                : List.of("list " + used().train() + " of data set " + ref.name() + " has no boxes to learn from; import it with its"
                        + " annotations");
    }

    /** The imported cues of that name; {@link #cuesObjections} tells whether there are any. */
    Cues cues(String name) {
        return arrays(name, Imported::cues).orElseThrow();
    }

    /** The imported activation maps of that name; {@link #camsObjections} tells whether there are any. */
    Cams cams(String name) {
        return arrays(name, Imported::cams).orElseThrow();
    }

    private <A> Optional<A> arrays(String name, Function<Imported, Optional<A>> kind) {
        return Optional.ofNullable(all().get(name)).flatMap(kind);
    }

    private Map<String, Imported> all() {
        return imported.orElse(Map.of());
    }

    /** What keeps imported cues from being trained on. */
    List<String> cuesObjections(String name) {
        return objections("cues", name, Imported::cues);
    }

    /** What keeps imported activation maps from being used. */
    List<String> camsObjections(String name) {
        return objections("cams", name, Imported::cams);
    }

    private <A> List<String> objections(String what, String name, Function<Imported, Optional<A>> kind) {
        if (arrays(name, kind).isEmpty()) {
            List<String> known = all().keySet().stream().filter(other -> arrays(other, kind).isPresent()).toList();
            return List.of("data set " + ref.name() + " has no imported " + what + " " + name
                    + (known.isEmpty()
                            ? "; bring them in with: ./seedbed data arrays " + what + " FILE.npz --data " + ref.name() + " --name " + name
                            : Nearest.hint(name, known)));
        }
        String split = all().get(name).split();
        return split.equals(used().train())
                ? List.of()
                : List.of("the imported " + what + " " + name + " are of list " + split + ", the campaign trains on list " + used().train()
                        + " of data set " + ref.name() + "; import them with --split " + used().train() + " under another name");
    }

    /** What keeps a result from being evaluated where the campaign file asks for a list by name. */
    List<String> evaluationObjections() {
        return lists.isPresent() && val().isEmpty()
                ? List.of("data set " + ref.name() + " has no list " + used().val() + "; it has " + splits.keySet())
                : List.of();
    }
}
