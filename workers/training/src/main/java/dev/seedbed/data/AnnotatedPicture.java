package dev.seedbed.data;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.Resample;
import java.util.List;
import java.util.Optional;

/**
 * One picture with all that is known of it, decoded.
 *
 * @param truth the true mask, of the picture's size
 * @param saliency of the picture's size
 * @param tags class indices present, ascending; empty where nobody says
 * @param boxes in the picture's pixels
 */
public record AnnotatedPicture(
        Raster raster, Optional<Mask> truth, Optional<GreyMap> saliency, Optional<List<Integer>> tags, List<Box> boxes) {

    /** The same with this saliency map. */
    public AnnotatedPicture withSaliency(Optional<GreyMap> map) {
        return new AnnotatedPicture(raster, truth, map, tags, boxes);
    }

    /** The same with these tags. */
    public AnnotatedPicture withTags(Optional<List<Integer>> told) {
        return new AnnotatedPicture(raster, truth, saliency, told, boxes);
    }

    /** The same squashed to a square: the picture bicubic, the mask by nearest pixels, boxes grown to whole pixels. */
    public AnnotatedPicture squashedTo(int sidePx) {
        if (raster.width() == sidePx && raster.height() == sidePx) {
            return this;
        }
        return new AnnotatedPicture(
                Resample.bicubic(raster, sidePx, sidePx),
                truth.map(mask -> Resample.nearest(mask, sidePx, sidePx)),
                saliency.map(map -> Resample.bilinear(map, sidePx, sidePx)),
                tags,
                boxes.stream().map(box -> scaled(box, sidePx)).toList());
    }

    private Box scaled(Box box, int sidePx) {
        return new Box(
                down(box.x0(), raster.width(), sidePx),
                down(box.y0(), raster.height(), sidePx),
                up(box.x1(), raster.width(), sidePx),
                up(box.y1(), raster.height(), sidePx),
                box.label(),
                box.difficult());
    }

    private static int down(int at, int from, int to) {
        return (int) ((long) at * to / from);
    }

    private static int up(int at, int from, int to) {
        return (int) (((long) at * to + from - 1) / from);
    }
}
