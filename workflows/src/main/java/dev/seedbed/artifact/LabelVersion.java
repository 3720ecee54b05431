package dev.seedbed.artifact;

import dev.seedbed.stage.NotInKey;
import java.util.Objects;

/**
 * A label version as stages pass it on: a data set with one mask per image.
 *
 * @param sha256 hash of its {@link LabelManifest}
 * @param kind what its masks mean; for people, the content decides
 * @param origin key of the stage that made it, or {@code import}; which of several versions with this content is meant
 */
public record LabelVersion(String sha256, @NotInKey Kind kind, @NotInKey String origin) {

    public LabelVersion {
        Sha256.require(sha256);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(origin, "origin");
    }

    /** What the masks of a label version mean. */
    public enum Kind {
        /** Ground truth, imported with the data set. */
        TRUTH,
        /** Regions mined in one round: a class where one class claims the pixel, 255 where several do, 0 elsewhere. */
        REGIONS,
        /** Regions of several rounds and background cues, fused: 255 where undecided. */
        FUSED,
        /** Localization cues: a class where one class's cue lies, 255 elsewhere. */
        CUES,
        /** Pseudo-labels predicted on training images. */
        PSEUDO,
        /** A segmenter's answer on images that it was not trained on. */
        PREDICTION,
        /** Brought in from a folder of masks. */
        IMPORTED
    }
}
