package dev.seedbed.training.network;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The form of a segmenter's head.
 *
 * @param dilations of parallel branches, whose scores are summed (atrous spatial pyramid, Chen et al., arXiv:1606.00915); empty for
 *     the architecture's plain head
 * @param temperature τ of scores τ·cos(f, W_c) without bias, where f is what the last 1×1 convolution would have seen (BANA, Oh et
 *     al., CVPR 2021); empty for linear scores
 */
public record SegmenterHead(List<Integer> dilations, OptionalDouble temperature) {

    /** The architecture's own, linear. */
    public static final SegmenterHead PLAIN = new SegmenterHead(List.of(), OptionalDouble.empty());

    public SegmenterHead {
        dilations = List.copyOf(dilations);
        if (dilations.stream().anyMatch(dilation -> dilation < 1)) {
            throw new IllegalArgumentException("dilations must be at least 1, not " + dilations);
        }
        if (temperature.isPresent() && !(temperature.getAsDouble() > 0 && Double.isFinite(temperature.getAsDouble()))) {
            throw new IllegalArgumentException("temperature must be positive, not " + temperature.getAsDouble());
        }
    }
}
