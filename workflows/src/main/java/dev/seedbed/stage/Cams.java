package dev.seedbed.stage;

import dev.seedbed.artifact.Sha256;
import java.util.Objects;
import java.util.Optional;

/**
 * Class activation maps of a list of images.
 *
 * @param arrays hash of an NPZ artifact: per image id, {@code ID/maps} float32 [C,h,w] rectified and not normalised, one row for every
 *     tag, at the network's grid; {@code ID/classes} int32 [C] their class indices, ascending; maps that tell background too (IS-CAM)
 *     have a row for class 0, which comes first. Bilinear to the picture's size, then divided by its maximum + 1e-5, each row is the CAM.
 * @param pretraining what the classifier's backbone had seen before
 * @param given what people gave for them, words joined by '+', such as {@code tags+saliency}; empty: tags
 */
public record Cams(String arrays, @NotInKey String pretraining, @NotInKey Optional<String> given) {

    public Cams {
        Sha256.require(arrays);
        Objects.requireNonNull(pretraining, "pretraining");
        Objects.requireNonNull(given, "given");
    }

    /** Of a classifier that learned from tags. */
    public Cams(String arrays, String pretraining) {
        this(arrays, pretraining, Optional.empty());
    }

    /** What people gave for them: words joined by '+'. */
    public String supervision() {
        return given.orElse("tags");
    }
}
