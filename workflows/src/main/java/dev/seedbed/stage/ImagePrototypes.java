package dev.seedbed.stage;

import java.util.Objects;

/**
 * SIPE's image-specific prototypes (CVPR 2022, section 3): seeds from where structure maps overlap activation maps best, prototypes as the
 * mean feature under a class's seeds, IS-CAM as the similarity to them.
 *
 * @param seeds how seeds are found
 * @param threshold of {@link Seeds#THRESHOLD}: a class is seed where its map is at least it, background where no map is
 * @param features what prototypes are made of
 * @param backgroundScale factor on background, in [0, 1]
 * @param scaling what the factor is applied to
 * @param asked how a trained network is asked for IS-CAMs; training does not depend on it
 */
public record ImagePrototypes(
        Seeds seeds, double threshold, Features features, double backgroundScale, Scaling scaling, Asked asked) {

    public ImagePrototypes {
        Objects.requireNonNull(seeds, "seeds");
        Ranges.within("threshold", threshold, 0, 1);
        Objects.requireNonNull(features, "features");
        Ranges.within("backgroundScale", backgroundScale, 0, 1);
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(asked, "asked");
    }

    /** Asked as trained. */
    public ImagePrototypes(Seeds seeds, double threshold, Features features, double backgroundScale, Scaling scaling) {
        this(seeds, threshold, features, backgroundScale, scaling, Asked.AS_TRAINED);
    }

    /** How seeds are found. */
    public enum Seeds {
        /** Structure-aware: by the soft IoU of a place's structure map with each class's map. */
        STRUCTURE,
        /** Plain: by a threshold on the maps. */
        THRESHOLD
    }

    /** What prototypes are made of. */
    public enum Features {
        /** All four stages, each detached, projected, normalised, joined. */
        HIERARCHICAL,
        /** The last stage's features alone, detached. */
        LAST_STAGE
    }

    /** What background's factor is applied to. */
    public enum Scaling {
        /** Background's soft IoU (released code). */
        OVERLAP,
        /** Background's activation map (paper). */
        MAP
    }

    /** How a trained network is asked for IS-CAMs. */
    public enum Asked {
        /** As in training: structure maps compare the last stage's features, and maps of classes that the image does not show are 0. */
        AS_TRAINED,
        /** Structure maps compare what prototypes are made of, and all classes' maps compete for places (released code). */
        RELEASED_CODE
    }

    /** The same, asked in another way. */
    public ImagePrototypes asked(Asked other) {
        return new ImagePrototypes(seeds, threshold, features, backgroundScale, scaling, other);
    }

    public static ImagePrototypes defaults() {
        return new ImagePrototypes(Seeds.STRUCTURE, 0.3, Features.HIERARCHICAL, 0.5, Scaling.OVERLAP);
    }
}
