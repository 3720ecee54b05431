package dev.seedbed.data;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the images of a VOC folder.
 *
 * <p>An annotation's tags are the classes of its objects, difficult ones too (VOC's masks hold them). VOC counts pixels from 1 and its boxes
 * end inclusively; they become half open from 0. A box may stick out by one pixel, as tools that count from 0 or round write it, and is then
 * clipped; one that sticks out farther, is empty or lies outside is refused.
 */
record VocReader(VocFolder folder, List<String> classes, Map<String, List<String>> lists) implements DatasetSource {

    private static final int SLACK_PX = 1;

    @Override
    public Map<String, Predicate<String>> parts() {
        return Map.of("mask", folder::hasMask, "annotation", id -> folder.annotation(id).isPresent());
    }

    @Override
    public Optional<AnnotatedPicture> read(String id, Consumer<String> problems) {
        if (folder.picture(id).isEmpty()) {
            problems.accept("JPEGImages/" + id + ".jpg is missing, which a list names");
            return Optional.empty();
        }
        ImageFiles files = folder.files();
        Optional<Raster> raster = files.decode(folder.picture(id), PictureFiles::decode, problems);
        Optional<Mask> mask = folder.readMask(id, problems);
        Optional<VocAnnotation> annotation = files.decode(folder.annotation(id), VocAnnotation::parse, problems);
        boolean known = annotation.map(found -> requireKnown(id, found, problems)).orElse(true);
        if (raster.isEmpty() || !known) {
            return Optional.empty();
        }
        annotation.flatMap(VocAnnotation::size)
                .ifPresent(size -> DatasetImport.requireSize(id, "annotation", raster.get(), size[0], size[1], problems));
        return Optional.of(new AnnotatedPicture(
                raster.get(),
                mask,
                Optional.empty(),
                annotation.map(this::tags),
                annotation.map(found -> boxes(id, found, raster.get(), problems)).orElse(List.of())));
    }

    private boolean requireKnown(String id, VocAnnotation annotation, Consumer<String> problems) {
        List<String> unknown = annotation.objects().stream().map(VocAnnotation.Item::name).distinct()
                .filter(name -> classes.indexOf(name) < 1).toList();
        unknown.forEach(name ->
                problems.accept("the annotation of image " + id + " has an object of the unknown class " + name + "; the classes are "
                        + String.join(", ", classes.subList(1, classes.size())) + "; another list can be given with --classes"));
        return unknown.isEmpty();
    }

    private List<Integer> tags(VocAnnotation annotation) {
        var tags = new TreeSet<Integer>();
        annotation.objects().forEach(object -> tags.add(classes.indexOf(object.name())));
        return List.copyOf(tags);
    }

    private List<Box> boxes(String id, VocAnnotation annotation, Raster raster, Consumer<String> problems) {
        var boxes = new ArrayList<Box>();
        for (VocAnnotation.Item object : annotation.objects()) {
            long x0 = Math.round(object.xmin()) - 1;
            long y0 = Math.round(object.ymin()) - 1;
            long x1 = Math.round(object.xmax());
            long y1 = Math.round(object.ymax());
            boolean inside = x0 >= -SLACK_PX && y0 >= -SLACK_PX && x1 <= raster.width() + SLACK_PX && y1 <= raster.height() + SLACK_PX;
            if (!inside || x1 <= x0 || y1 <= y0 || x0 >= raster.width() || y0 >= raster.height() || x1 < 1 || y1 < 1) {
                problems.accept("the annotation of image " + id + " has a " + object.name() + " whose box " + (x0 + 1) + "," + (y0 + 1)
                        + " to " + x1 + "," + y1 + " does not lie in the picture of " + raster.width() + "x" + raster.height() + " pixels");
                continue;
            }
            boxes.add(new Box(
                    (int) Math.max(x0, 0), (int) Math.max(y0, 0), (int) Math.min(x1, raster.width()), (int) Math.min(y1, raster.height()),
                    classes.indexOf(object.name()), object.difficult()));
        }
        return boxes;
    }
}
