package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seedbed.stage.Inference;
import dev.seedbed.training.network.Segmenter;
import java.util.ArrayList;
import java.util.List;

/** The ways in which a network is shown a picture: scales, mirrored or not. */
final class Views {

    private static final int WIDTH_AXIS = 3;

    private Views() {}

    /**
     * @param minSidePx what shorter sides are stretched to
     * @param mirrored whether left and right are exchanged
     */
    record View(double scale, int minSidePx, boolean mirrored) {

        /** The pixels [N,3,H,W] as this view shows them; the manager's end takes them and all that is computed from them. */
        NDArray of(NDArray pixels, NDManager manager) {
            NDArray alias = pixels.stopGradient();
            alias.attach(manager);
            long height = Math.max(minSidePx, Math.round(pixels.getShape().get(2) * scale));
            long width = Math.max(minSidePx, Math.round(pixels.getShape().get(3) * scale));
            NDArray scaled = Segmenter.upsample(alias, height, width);
            return mirrored ? scaled.flip(WIDTH_AXIS) : scaled;
        }

        /** Maps [N,K,h,w] of this view, turned back. */
        NDArray back(NDArray maps) {
            return mirrored ? maps.flip(WIDTH_AXIS) : maps;
        }
    }

    /** All views, in the order of the scales. */
    static List<View> of(Inference inference, int minSidePx) {
        List<View> views = new ArrayList<>();
        for (double scale : inference.scales()) {
            views.add(new View(scale, minSidePx, false));
            if (inference.flip()) {
                views.add(new View(scale, minSidePx, true));
            }
        }
        return views;
    }
}
