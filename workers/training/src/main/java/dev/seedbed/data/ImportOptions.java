package dev.seedbed.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What any import can be told.
 *
 * @param sizePx side of the square that every picture is squashed to, at least {@link DatasetImport#MINIMUM_SIDE_PX}; empty keeps their sizes
 * @param classes file of class names, one a line, instead of those that the data set brings
 * @param saliency folder of saliency maps instead of the data folder's own Saliency or SaliencyMaps
 * @param tags file of image labels ({@link TagTable}), which count more than annotations and masks
 * @param incomplete whether, within a list, some images may lack the mask, annotation, saliency map or tags that others have
 */
public record ImportOptions(
        OptionalInt sizePx, Optional<Path> classes, Optional<Path> saliency, Optional<Path> tags, boolean incomplete) {

    public ImportOptions {
        Objects.requireNonNull(classes, "classes");
        Objects.requireNonNull(saliency, "saliency");
        Objects.requireNonNull(tags, "tags");
        if (sizePx.isPresent() && (sizePx.getAsInt() < DatasetImport.MINIMUM_SIDE_PX || sizePx.getAsInt() > 4096)) {
            throw new IllegalArgumentException(
                    "size must be from " + DatasetImport.MINIMUM_SIDE_PX + " to 4096 pixels, not " + sizePx.getAsInt());
        }
    }

    /** Pictures at their own sizes, everything else as found. */
    public static ImportOptions defaults() {
        return new ImportOptions(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** These, squashed to squares. */
    public ImportOptions squashedTo(int sidePx) {
        return new ImportOptions(OptionalInt.of(sidePx), classes, saliency, tags, incomplete);
    }

    /** These, with class names from a file. */
    public ImportOptions withClasses(Path file) {
        return new ImportOptions(sizePx, Optional.of(file), saliency, tags, incomplete);
    }

    /** These, with saliency maps from a folder. */
    public ImportOptions withSaliency(Path folder) {
        return new ImportOptions(sizePx, classes, Optional.of(folder), tags, incomplete);
    }

    /** These, with tags from a file. */
    public ImportOptions withTags(Path file) {
        return new ImportOptions(sizePx, classes, saliency, Optional.of(file), incomplete);
    }

    /** These, without asking that images of a list have the same things. */
    public ImportOptions allowingIncomplete() {
        return new ImportOptions(sizePx, classes, saliency, tags, true);
    }
}
