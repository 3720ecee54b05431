package dev.seedbed.data.scenes;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.data.AnnotatedPicture;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A painted scene and the objects in it, by number. */
record Scene(int sidePx, Canvas canvas, List<Thing> things) {

    Scene {
        things = List.copyOf(things);
    }

    /** The scene with its mask, boxes, tags, and a saliency map as a saliency network might have drawn it. */
    AnnotatedPicture annotated(Draw draw) {
        List<Integer> tags = things.stream().map(thing -> thing.kind().label()).distinct().sorted().toList();
        GreyMap saliency = new SaliencyPainter(this, draw).paint();
        Mask mask = canvas.mask(object -> things.get(object).kind().label());
        return new AnnotatedPicture(canvas.raster(), Optional.of(mask), Optional.of(saliency), Optional.of(tags), boxes());
    }

    /** The boxes around what can be seen of each object. */
    private List<Box> boxes() {
        var boxes = new ArrayList<Box>();
        for (int object = 0; object < things.size(); object++) {
            int x0 = sidePx;
            int y0 = sidePx;
            int x1 = 0;
            int y1 = 0;
            for (int pixel = 0; pixel < sidePx * sidePx; pixel++) {
                if (canvas.objectAt(pixel) == object) {
                    x0 = Math.min(x0, pixel % sidePx);
                    x1 = Math.max(x1, pixel % sidePx + 1);
                    y0 = Math.min(y0, pixel / sidePx);
                    y1 = Math.max(y1, pixel / sidePx + 1);
                }
            }
            boxes.add(new Box(x0, y0, x1, y1, things.get(object).kind().label(), false));
        }
        return boxes;
    }
}
