package dev.seedbed.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.data.AnnotatedPicture;
import dev.seedbed.data.DatasetSource;
import dev.seedbed.data.ImageFiles;
import dev.seedbed.data.PictureFiles;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads images with COCO's annotations.
 *
 * <p>The mask is painted from the largest object to the smallest, of equal ones in the file's order, so that what is held, worn or in front
 * stays visible; crowds are 255 and lie beneath all objects. An image's tags are the categories of all its annotations, crowds too (the class
 * is there); a crowd's box is difficult. An image without annotations is all background. An object without segmentation is refused, or, if
 * incomplete images are allowed, leaves its image without a mask.
 *
 * @param labels class index by category id
 * @param entries by image id
 */
record CocoReader(
        ImageFiles files, List<String> classes, Map<Long, Integer> labels, Map<String, List<String>> lists, Map<String, Entry> entries,
        boolean incomplete)
        implements DatasetSource {

    /** Where an image comes from. */
    record Entry(CocoFile file, CocoFile.Picture picture, Path path) {}

    @Override
    public Map<String, Predicate<String>> parts() {
        return Map.of();
    }

    @Override
    public Optional<AnnotatedPicture> read(String id, Consumer<String> problems) {
        Entry entry = entries.get(id);
        Optional<Raster> raster = files.decode(Optional.of(entry.path()), PictureFiles::decode, problems);
        int width = entry.picture().width();
        int height = entry.picture().height();
        if (raster.isPresent() && (raster.get().width() != width || raster.get().height() != height)) {
            problems.accept("the annotation of image " + id + " is for " + width + "x" + height + " pixels, the picture has "
                    + raster.get().width() + "x" + raster.get().height());
            return Optional.empty();
        }
        return raster.map(picture -> annotated(id, entry, picture, problems));
    }

    private AnnotatedPicture annotated(String id, Entry entry, Raster raster, Consumer<String> problems) {
        var objects = new ArrayList<CocoObject>();
        var boxes = new ArrayList<Box>();
        var tags = new TreeSet<Integer>();
        boolean whole = true;
        for (JsonNode annotation : annotations(id, entry, problems)) {
            try {
                int label = label(annotation);
                CocoObject object = CocoObject.read(annotation, raster.width(), raster.height());
                whole &= object.region().isPresent();
                if (!incomplete && object.region().isEmpty()) {
                    throw new IllegalArgumentException("it has no segmentation; if that is meant, import with --incomplete");
                }
                objects.add(object);
                tags.add(label);
                boxes.add(object.pixels(label, raster.width(), raster.height()));
            } catch (IllegalArgumentException e) {
                problems.accept("annotation " + annotation.path("id").asText("without id") + " of image " + id + ": " + e.getMessage());
            }
        }
        Optional<Mask> truth = whole ? Optional.of(paint(objects, raster)) : Optional.empty();
        return new AnnotatedPicture(raster, truth, Optional.empty(), Optional.of(List.copyOf(tags)), boxes);
    }

    private static List<JsonNode> annotations(String id, Entry entry, Consumer<String> problems) {
        try {
            return entry.file().annotationsOf(entry.picture().id());
        } catch (IOException e) {
            problems.accept("the annotations of image " + id + " in " + entry.file().path() + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private int label(JsonNode annotation) {
        JsonNode category = annotation.path("category_id");
        Integer label = category.isIntegralNumber() ? labels.get(category.longValue()) : null;
        if (label == null) {
            throw new IllegalArgumentException("its category " + category + " is not among the file's categories, " + labels.keySet());
        }
        return label;
    }

    private Mask paint(List<CocoObject> objects, Raster raster) {
        byte[] painted = new byte[raster.width() * raster.height()];
        objects.stream()
                .sorted(Comparator.comparing(CocoObject::crowd).thenComparingInt(CocoReader::area).reversed())
                .forEach(object -> object.region().orElseThrow()
                        .paint(painted, object.crowd() ? Mask.IGNORE : labels.get(object.category())));
        return new Mask(raster.width(), raster.height(), painted);
    }

    private static int area(CocoObject object) {
        return object.region().orElseThrow().area();
    }
}
