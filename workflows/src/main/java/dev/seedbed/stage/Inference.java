package dev.seedbed.stage;

import java.util.List;

/**
 * How a trained network is asked about a picture: at each scale of its own size, mirrored too or not; scores are summed.
 *
 * @param scales factors on the picture's size, at least one, each in [0.1, 4]
 */
public record Inference(List<Double> scales, boolean flip) {

    public Inference {
        scales = List.copyOf(scales);
        if (scales.isEmpty()) {
            throw new IllegalArgumentException("scales must name at least one scale");
        }
        scales.forEach(scale -> Ranges.within("scales", scale, 0.1, 4));
    }

    public static Inference defaults() {
        return new Inference(List.of(1.0), true);
    }
}
