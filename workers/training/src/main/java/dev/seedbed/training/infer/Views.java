package dev.seedbed.training.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seedbed.stage.Inference;
import dev.seedbed.training.network.Segmenter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways in which a network is shown a picture: scales of its own size or squares, mirrored or not. */
final class Views {

    private static final int WIDTH_AXIS = 3;

    private Views() {}

    /**
     * @param square side of the square that the picture is squashed into, instead of the scale
     * @param minSidePx what shorter sides are stretched to
     * @param mirrored whether left and right are exchanged
     */
    record View(Optional<Integer> square, double scale, int minSidePx, boolean mirrored) {

        /** A scale of the picture's own size. */
        View(double scale, int minSidePx, boolean mirrored) {
            this(Optional.empty(), scale, minSidePx, mirrored);
        }

        /** Whether it shows the picture at its own size. */
        boolean isOwnSize() {
            return square.isEmpty() && scale == 1;
        }

        /** The pixels [N,3,H,W] as this view shows them; the manager's end takes them and all that is computed from them. */
        NDArray of(NDArray pixels, NDManager manager) {
            NDArray alias = pixels.stopGradient();
            alias.attach(manager);
            NDArray scaled = Segmenter.upsample(alias, side(pixels.getShape().get(2)), side(pixels.getShape().get(3)));
            return mirrored ? scaled.flip(WIDTH_AXIS) : scaled;
        }

        private long side(long own) {
            return Math.max(minSidePx, square.map(Integer::longValue).orElseGet(() -> Math.round(own * scale)));
        }

        private View turned() {
            return new View(square, scale, minSidePx, !mirrored);
        }

        /** Maps [N,K,h,w] of this view, turned back. */
        NDArray back(NDArray maps) {
            return mirrored ? maps.flip(WIDTH_AXIS) : maps;
        }
    }

    /** All views, in the order of the scales or squares. */
    static List<View> of(Inference inference, int minSidePx) {
        List<View> views = inference.squares()
                .map(squares -> squares.sidesPx().stream().map(side -> new View(Optional.of(side), 1, minSidePx, false)).toList())
                .orElseGet(() -> inference.scales().stream().map(scale -> new View(scale, minSidePx, false)).toList());
        return views.stream()
                .flatMap(view -> inference.flip() ? Stream.of(view, view.turned()) : Stream.of(view))
                .toList();
    }
}
