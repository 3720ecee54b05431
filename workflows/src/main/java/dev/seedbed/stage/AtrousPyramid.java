package dev.seedbed.stage;

import java.util.List;

/**
 * A segmenter's head of parallel branches whose scores are summed (atrous spatial pyramid pooling; Chen et al., arXiv:1606.00915).
 *
 * @param dilations of each branch's 3×3 convolution, at least one, each from 1 to 64 (DSRG on VGG16: 6, 12, 18, 24)
 */
public record AtrousPyramid(List<Integer> dilations) {

    public AtrousPyramid {
        dilations = List.copyOf(dilations);
        if (dilations.isEmpty()) {
            throw new IllegalArgumentException("dilations must name at least one branch");
        }
        dilations.forEach(dilation -> Ranges.within("dilations", dilation, 1, 64));
    }
}
