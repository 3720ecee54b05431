package dev.seedbed.artifact;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A data set, whole: what is in it and where its bytes are. Its JSON is the artifact that names the data set, so equal content
 * gives an equal name.
 *
 * @param classes class names by index; index 0 is the background, 2 to 255 of them (255 is the ignore value)
 * @param meanColour mean red, green and blue over all pixels of all images, each rounded to 0..255: what erased pixels become
 * @param images in the order of their ids
 * @param splits image ids by list name ("train", "val", …), in the order of the list
 */
public record DatasetManifest(List<String> classes, List<Integer> meanColour, List<Image> images, Map<String, List<String>> splits) {

    public DatasetManifest {
        classes = List.copyOf(classes);
        meanColour = List.copyOf(meanColour);
        images = List.copyOf(images);
        splits = splits.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
        if (classes.size() < 2 || classes.size() > 255) {
            throw new IllegalArgumentException("a data set has background and 1 to 254 classes, not " + classes);
        }
        if (new HashSet<>(classes).size() != classes.size()) {
            throw new IllegalArgumentException("a class name occurs twice in " + classes);
        }
        if (meanColour.size() != 3 || meanColour.stream().anyMatch(v -> v < 0 || v > 255)) {
            throw new IllegalArgumentException("the mean colour is red, green, blue in 0..255, not " + meanColour);
        }
        var ids = images.stream().map(Image::id).collect(Collectors.toSet());
        if (ids.size() != images.size()) {
            throw new IllegalArgumentException("an image id occurs twice");
        }
        splits.forEach((list, members) -> {
            for (String id : members) {
                if (!ids.contains(id)) {
                    throw new IllegalArgumentException("list " + list + " names image " + id + ", which the data set has not");
                }
            }
        });
    }

    /** How many foreground classes there are. */
    @JsonIgnore
    public int foregroundClasses() {
        return classes.size() - 1;
    }

    /**
     * The images of a list, in its order.
     *
     * @throws IllegalArgumentException if the data set has no such list
     */
    public List<Image> split(String name) {
        if (!splits.containsKey(name)) {
            throw new IllegalArgumentException("the data set has no list " + name + ", only " + splits.keySet().stream().sorted().toList());
        }
        var byId = images.stream().collect(Collectors.toMap(Image::id, i -> i));
        return splits.get(name).stream().map(byId::get).toList();
    }

    /**
     * One image.
     *
     * @param id unique in the data set; letters, digits, '.', '_', '-' and '/' only
     * @param tags class indices present, ascending, without background
     * @param pixels the picture ({@link ArtifactRef.Format#RASTER})
     * @param truth the true mask ({@link ArtifactRef.Format#MASK}), of the picture's size, where known
     * @param boxes objects' boxes, in the order of the annotation
     * @param saliency saliency ({@link ArtifactRef.Format#GREY}, 0..255 for 0..1), of the picture's size, where given
     */
    public record Image(
            String id,
            int widthPx,
            int heightPx,
            List<Integer> tags,
            String pixels,
            Optional<String> truth,
            List<Box> boxes,
            Optional<String> saliency) {

        public Image {
            tags = List.copyOf(tags);
            boxes = List.copyOf(boxes);
            Sha256.require(pixels);
            truth.ifPresent(Sha256::require);
            saliency.ifPresent(Sha256::require);
            if (!id.matches("[A-Za-z0-9._/-]+") || id.startsWith("/") || id.contains("..")) {
                throw new IllegalArgumentException("an image id has letters, digits, '.', '_', '-' and '/' only, unlike: " + id);
            }
            if (widthPx < 1 || heightPx < 1) {
                throw new IllegalArgumentException("image " + id + " has no pixels: " + widthPx + "x" + heightPx);
            }
        }
    }

    /**
     * An object's box in pixels, half open: x0 ≤ x &lt; x1, y0 ≤ y &lt; y1.
     *
     * @param label class index, at least 1
     */
    public record Box(int x0, int y0, int x1, int y1, int label, boolean difficult) {

        public Box {
            if (x0 < 0 || y0 < 0 || x1 <= x0 || y1 <= y0 || label < 1) {
                throw new IllegalArgumentException("not a box: " + x0 + "," + y0 + "," + x1 + "," + y1 + " of class " + label);
            }
        }
    }
}
