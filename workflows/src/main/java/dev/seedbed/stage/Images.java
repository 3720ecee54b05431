package dev.seedbed.stage;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The pictures a stage looks at: a list of a data set, with regions erased. Erasing copies nothing: whoever decodes a picture
 * gives every pixel that a region version marks (any value but 0) the data set's mean colour.
 *
 * @param split which list of the data set
 * @param erased region versions, in the order of the rounds; empty for the pictures as they are
 */
public record Images(DatasetRef dataset, String split, List<LabelVersion> erased) {

    public Images {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(split, "split");
        erased = List.copyOf(erased);
    }

    /** The untouched pictures of a list. */
    public static Images of(DatasetRef dataset, String split) {
        return new Images(dataset, split, List.of());
    }

    /** These pictures with the regions erased too. */
    public Images erasing(LabelVersion regions) {
        var all = new ArrayList<>(erased);
        all.add(regions);
        return new Images(dataset, split, all);
    }
}
