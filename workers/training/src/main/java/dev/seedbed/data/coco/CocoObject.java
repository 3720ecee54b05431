package dev.seedbed.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.DatasetManifest.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An annotation of one object, or of a crowd of them.
 *
 * @param category its id in the file
 * @param box x, y, width, height in pixels, x and y from the picture's corner
 * @param region empty where the file has no segmentation of it
 */
record CocoObject(long category, boolean crowd, double[] box, Optional<Region> region) {

    private static final int SLACK_PX = 1;

    /** @throws IllegalArgumentException if it is no annotation for a picture of that size */
    static CocoObject read(JsonNode annotation, int width, int height) {
        double[] box = numbers(annotation.path("bbox"), "bbox");
        if (box.length != 4) {
            throw new IllegalArgumentException("its bbox is not [x, y, width, height]");
        }
        return new CocoObject(
                annotation.path("category_id").longValue(),
                annotation.path("iscrowd").asInt() != 0,
                box,
                region(annotation.path("segmentation"), width, height));
    }

    private static Optional<Region> region(JsonNode segmentation, int width, int height) {
        if (segmentation.isArray() && !segmentation.isEmpty()) {
            List<double[]> polygons = new ArrayList<>();
            segmentation.forEach(polygon -> polygons.add(numbers(polygon, "polygon")));
            return Optional.of(Region.ofPolygons(polygons, width, height));
        }
        if (segmentation.isObject()) {
            JsonNode size = segmentation.path("size");
            if (size.path(0).intValue() != height || size.path(1).intValue() != width) {
                throw new IllegalArgumentException(
                        "its run lengths are for a picture of [height, width] = " + size + ", not [" + height + ", " + width + "]");
            }
            return Optional.of(Region.ofRuns(RunLengths.read(segmentation.path("counts")), width, height));
        }
        return Optional.empty();
    }

    private static double[] numbers(JsonNode array, String what) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("its " + what + " is no list of numbers");
        }
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).isNumber() ? array.get(i).doubleValue() : Double.NaN;
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("its " + what + " holds " + array.get(i) + ", which is no number");
            }
        }
        return values;
    }

    /**
     * The box in whole pixels, at least one wide and high: what it touches, clipped where it sticks out by up to a pixel, as rounding makes
     * it. A crowd's is difficult.
     *
     * @param label class index
     * @throws IllegalArgumentException if it does not lie in the picture
     */
    Box pixels(int label, int width, int height) {
        double x1 = Math.ceil(box[0] + box[2]);
        double y1 = Math.ceil(box[1] + box[3]);
        boolean inside = box[0] >= -SLACK_PX && box[1] >= -SLACK_PX && x1 <= width + SLACK_PX && y1 <= height + SLACK_PX;
        if (!inside || box[2] < 0 || box[3] < 0 || box[0] > width || box[1] > height || x1 < 0 || y1 < 0) {
            throw new IllegalArgumentException("its bbox [" + box[0] + ", " + box[1] + ", " + box[2] + ", " + box[3]
                    + "] does not lie in the picture of " + width + "x" + height + " pixels");
        }
        int left = Math.clamp((long) Math.floor(box[0]), 0, width - 1);
        int top = Math.clamp((long) Math.floor(box[1]), 0, height - 1);
        return new Box(
                left, top, Math.clamp((long) x1, left + 1, width), Math.clamp((long) y1, top + 1, height), label, crowd);
    }
}
