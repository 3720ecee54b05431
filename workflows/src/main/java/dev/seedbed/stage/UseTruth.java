package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;

/**
 * Puts the true masks of some images in place of their labels: mixed supervision. Which of the images that have a true mask is decided by
 * the seed and their names alone, so that two label versions of the same images get the truth in the same places. A share above 0 that
 * chooses no image fails.
 *
 * @param labels to be replaced in part
 * @param truth masks for some of the images or all
 * @param share of all images, in [0, 1], rounded to the nearest count; at most those that have a true mask
 */
public record UseTruth(Images images, LabelVersion labels, LabelVersion truth, double share, long seed) implements StageSpec<Labelled> {

    public static final String KIND = "use-truth";

    public UseTruth {
        Ranges.within("share", share, 0, 1);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.CPU;
    }

    @Override
    public Class<Labelled> resultType() {
        return Labelled.class;
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return List.of(labels, truth);
    }
}
