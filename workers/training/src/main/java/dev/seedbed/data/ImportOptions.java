package dev.seedbed.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a VOC folder is read.
 *
 * @param sizePx side of the square that every picture is squashed to, at least {@link VocImport#MINIMUM_SIDE_PX}; empty keeps their sizes
 * @param classes file of class names instead of the folder's classes.txt
 * @param saliency folder of saliency maps instead of the data folder's own Saliency or SaliencyMaps
 * @param incomplete whether, within a list, some images may lack the mask, annotation or saliency map that others have
 */
public record VocOptions(OptionalInt sizePx, Optional<Path> classes, Optional<Path> saliency, boolean incomplete) {

    public VocOptions {
        Objects.requireNonNull(classes, "classes");
        Objects.requireNonNull(saliency, "saliency");
        if (sizePx.isPresent() && (sizePx.getAsInt() < VocImport.MINIMUM_SIDE_PX || sizePx.getAsInt() > 4096)) {
            throw new IllegalArgumentException(
                    "size must be from " + VocImport.MINIMUM_SIDE_PX + " to 4096 pixels, not " + sizePx.getAsInt());
        }
    }

    /** Pictures at their own sizes, classes and saliency as found. */
    public static VocOptions defaults() {
        return new VocOptions(OptionalInt.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** These, squashed to squares. */
    public VocOptions squashedTo(int sidePx) {
        return new VocOptions(OptionalInt.of(sidePx), classes, saliency, incomplete);
    }
}
