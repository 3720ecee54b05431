package dev.seedbed.data;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.PictureFormatException;
import dev.seedbed.imaging.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads an image of a VOC folder whole and tells everything that is wrong with it.
 *
 * <p>An image's tags are the classes of its annotation's objects, difficult ones too (VOC's masks hold them); without an annotation, the
 * classes that its mask has any pixel of. An image with neither is refused. VOC counts pixels from 1 and its boxes end inclusively; a box
 * may stick out by one pixel, as tools that count from 0 write it, and is then clipped.
 */
final class VocReader {

    private static final int SLACK_PX = 1;

    private final VocFolder folder;
    private final List<String> classes;

    VocReader(VocFolder folder, List<String> classes) {
        this.folder = folder;
        this.classes = classes;
    }

    /** The image, or empty where anything was wrong. */
    Optional<AnnotatedPicture> read(String id, Consumer<String> problems) {
        var found = new ArrayList<String>();
        Optional<AnnotatedPicture> image = read(id, (List<String>) found);
        found.forEach(problems);
        return found.isEmpty() ? image : Optional.empty();
    }

    private Optional<AnnotatedPicture> read(String id, List<String> problems) {
        Optional<Path> picture = folder.picture(id);
        if (picture.isEmpty()) {
            problems.add("JPEGImages/" + id + ".jpg is missing, which a list names");
            return Optional.empty();
        }
        Optional<Raster> raster = decode(picture, PictureFiles::decode, problems);
        Optional<Mask> mask = decode(folder.mask(id), LabelPng::read, problems);
        Optional<GreyMap> saliency = decode(folder.saliency(id), PictureFiles::decodeGrey, problems);
        Optional<VocAnnotation> annotation = decode(folder.annotation(id), VocAnnotation::parse, problems);
        if (folder.mask(id).isEmpty() && folder.annotation(id).isEmpty()) {
            problems.add("image " + id + " has neither an annotation nor a mask: its classes are unknown");
        }
        mask.ifPresent(m -> checkLabels(id, m, problems));
        annotation.ifPresent(a -> checkNames(id, a, problems));
        raster.ifPresent(r -> checkSizes(id, r, mask, saliency, annotation, problems));
        if (!problems.isEmpty() || raster.isEmpty()) {
            return Optional.empty();
        }
        List<Box> boxes = annotation.map(a -> boxes(id, a, raster.get(), problems)).orElse(List.of());
        List<Integer> tags = annotation.map(this::tags).or(() -> mask.map(VocReader::tags)).orElse(List.of());
        return Optional.of(new AnnotatedPicture(raster.get(), mask, saliency, tags, boxes));
    }

    private <T> Optional<T> decode(Optional<Path> file, Function<byte[], T> decoder, List<String> problems) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.apply(Files.readAllBytes(file.get())));
        } catch (IOException e) {
            problems.add(folder.shown(file.get()) + " cannot be read: " + e.getMessage());
        } catch (PictureFormatException e) {
            problems.add(folder.shown(file.get()) + " is " + e.getMessage());
        } catch (IllegalArgumentException e) {
            problems.add(folder.shown(file.get()) + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void checkSizes(
            String id,
            Raster raster,
            Optional<Mask> mask,
            Optional<GreyMap> saliency,
            Optional<VocAnnotation> annotation,
            List<String> problems) {
        if (Math.min(raster.width(), raster.height()) < VocImport.MINIMUM_SIDE_PX) {
            problems.add("image " + id + " has " + size(raster.width(), raster.height()) + " pixels; both sides need at least "
                    + VocImport.MINIMUM_SIDE_PX);
        }
        mask.ifPresent(m -> checkSize(id, "mask", raster, m.width(), m.height(), problems));
        saliency.ifPresent(s -> checkSize(id, "saliency map", raster, s.width(), s.height(), problems));
        annotation.flatMap(VocAnnotation::size).ifPresent(s -> checkSize(id, "annotation", raster, s[0], s[1], problems));
    }

    private static void checkSize(String id, String what, Raster raster, int width, int height, List<String> problems) {
        if (width != raster.width() || height != raster.height()) {
            problems.add("the " + what + " of image " + id + " is for " + size(width, height) + " pixels, the picture has "
                    + size(raster.width(), raster.height()));
        }
    }

    private void checkLabels(String id, Mask mask, List<String> problems) {
        int wrong = 0;
        int first = -1;
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            if (mask.at(pixel) >= classes.size() && mask.at(pixel) != Mask.IGNORE) {
                first = first < 0 ? pixel : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            problems.add("the mask of image " + id + " has " + wrong + " pixels of no class, the first with label " + mask.at(first)
                    + " at x " + first % mask.width() + ", y " + first / mask.width() + "; labels are 0 to " + (classes.size() - 1)
                    + ", or 255 for void");
        }
    }

    private void checkNames(String id, VocAnnotation annotation, List<String> problems) {
        annotation.objects().stream().map(VocAnnotation.Item::name).distinct().filter(name -> classes.indexOf(name) < 1).forEach(name ->
                problems.add("the annotation of image " + id + " has an object of the unknown class " + name + "; the classes are "
                        + String.join(", ", classes.subList(1, classes.size())) + "; another list can be given with --classes"));
    }

    private List<Integer> tags(VocAnnotation annotation) {
        var tags = new TreeSet<Integer>();
        annotation.objects().forEach(object -> tags.add(classes.indexOf(object.name())));
        return List.copyOf(tags);
    }

    private static List<Integer> tags(Mask mask) {
        var tags = new TreeSet<Integer>();
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            int label = mask.at(pixel);
            if (label != 0 && label != Mask.IGNORE) {
                tags.add(label);
            }
        }
        return List.copyOf(tags);
    }

    private List<Box> boxes(String id, VocAnnotation annotation, Raster raster, List<String> problems) {
        var boxes = new ArrayList<Box>();
        for (VocAnnotation.Item object : annotation.objects()) {
            long x0 = Math.round(object.xmin()) - 1;
            long y0 = Math.round(object.ymin()) - 1;
            long x1 = Math.round(object.xmax());
            long y1 = Math.round(object.ymax());
            boolean inside = x0 >= -SLACK_PX && y0 >= -SLACK_PX && x1 <= raster.width() + SLACK_PX && y1 <= raster.height() + SLACK_PX;
            if (!inside || x1 <= x0 || y1 <= y0 || x0 >= raster.width() || y0 >= raster.height() || x1 < 1 || y1 < 1) {
                problems.add("the annotation of image " + id + " has a " + object.name() + " whose box " + (x0 + 1) + "," + (y0 + 1)
                        + " to " + x1 + "," + y1 + " does not lie in the picture of " + size(raster.width(), raster.height()) + " pixels");
                continue;
            }
            boxes.add(new Box(
                    (int) Math.max(x0, 0), (int) Math.max(y0, 0), (int) Math.min(x1, raster.width()), (int) Math.min(y1, raster.height()),
                    classes.indexOf(object.name()), object.difficult()));
        }
        return boxes;
    }

    private static String size(int width, int height) {
        return width + "x" + height;
    }
}
