package dev.seedbed.stage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a trained network is asked about a picture: at each scale of its own size, or squashed into squares, mirrored too or not; what it
 * says is summed.
 *
 * @param scales factors on the picture's size, at least one, each in [0.1, 4]
 * @param flip whether every view is shown mirrored too
 * @param squares instead of the scales
 */
public record Inference(List<Double> scales, boolean flip, Optional<Squares> squares) {

    public Inference {
        scales = List.copyOf(scales);
        if (scales.isEmpty()) {
            throw new IllegalArgumentException("scales must name at least one scale");
        }
        scales.forEach(scale -> Ranges.within("scales", scale, 0.1, 4));
        Objects.requireNonNull(squares, "squares");
    }

    /** Scales of the picture's own size. */
    public Inference(List<Double> scales, boolean flip) {
        this(scales, flip, Optional.empty());
    }

    /**
     * Squares that the whole picture is squashed into; a segmenter's scores are summed before the softmax, not after it (DSRG's released code).
     *
     * @param sidesPx at least one, each at least 32
     */
    public record Squares(List<Integer> sidesPx) {

        public Squares {
            sidesPx = List.copyOf(sidesPx);
            if (sidesPx.isEmpty()) {
                throw new IllegalArgumentException("sidesPx must name at least one square");
            }
            sidesPx.forEach(side -> Ranges.within("sidesPx", side, 32, 4096));
        }
    }

    public static Inference defaults() {
        return new Inference(List.of(1.0), true);
    }
}
