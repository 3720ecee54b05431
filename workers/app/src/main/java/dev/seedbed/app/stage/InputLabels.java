package dev.seedbed.app.stage;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.Images;

/** Label versions that a stage starts from. */
final class InputLabels {

    private InputLabels() {}

    /**
     * The masks of a label version for the images that a stage looks at.
     *
     * @throws IllegalArgumentException if the version is for another data set or lacks an image
     */
    static StoredMasks open(StageWork work, LabelVersion version, Images images, StoredPictures pictures) {
        StoredMasks labels = openSome(work, version, images);
        pictures.images().stream().filter(image -> !labels.has(image.id())).findFirst().ifPresent(image -> {
            throw new IllegalArgumentException(
                    "the labels " + version.sha256() + " have no mask for image " + image.id() + " of list " + images.split());
        });
        return labels;
    }

    /**
     * The masks of a label version, which may lack images.
     *
     * @throws IllegalArgumentException if the version is for another data set
     */
    static StoredMasks openSome(StageWork work, LabelVersion version, Images images) {
        StoredMasks labels = StoredMasks.open(work.artifacts(), version);
        if (!labels.manifest().dataset().equals(images.dataset().sha256())) {
            throw new IllegalArgumentException(
                    "the labels " + version.sha256() + " are for another data set than " + images.dataset().name());
        }
        return labels;
    }
}
