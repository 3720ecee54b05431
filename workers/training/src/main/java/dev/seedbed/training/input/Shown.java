package dev.seedbed.training.input;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Mirror;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.SeedMaps;
import java.util.List;
import java.util.Optional;

/**
 * What a square of a batch shows, off the device.
 *
 * @param frame where the picture lies in the square
 * @param boxes of objects in pixels of the square, those of which nothing is left dropped; where the network learns from boxes
 * @param onGrid where the network learns from cues
 */
public record Shown(Frame frame, List<Box> boxes, Optional<OnGrid> onGrid) {

    public Shown {
        boxes = List.copyOf(boxes);
    }

    /** The part of the square that the picture fills, half open: x0 ≤ x &lt; x1, y0 ≤ y &lt; y1; the rest is padding. */
    public record Frame(int x0, int y0, int x1, int y1) {

        Frame mirrored(int side) {
            return new Frame(side - x1, y0, side - x0, y1);
        }
    }

    /**
     * The square on the network's output grid.
     *
     * @param picture shrunk to the grid
     * @param truth taken at the cells' centres, where it is known
     */
    public record OnGrid(Raster picture, SeedMaps cues, Optional<Mask> truth) {

        OnGrid mirrored() {
            return new OnGrid(Mirror.of(picture), Mirror.of(cues), truth.map(Mirror::of));
        }

        long bytes() {
            return picture.rgb().length + cues.seeds().length + truth.map(mask -> mask.labels().length).orElse(0);
        }
    }
}
