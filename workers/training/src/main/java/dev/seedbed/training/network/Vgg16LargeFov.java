package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * VGG16 as DeepLab-LargeFOV has it (Chen et al., arXiv:1412.7062 and its released networks): 3×3 poolings, the last two at stride 1,
 * the fifth block dilated by 2, fc6 as a 3×3 convolution dilated by 12, fc7 as 1×1, both with 1024 channels and dropout after each
 * (fc7's is the head's). 41×41 for 321×321 pixels.
 *
 * <p>Convolutions have torchvision's names ({@code features.N}). {@code fc6} and {@code fc7} come from the file if it has tensors of
 * that name; torchvision's 4096-wide ones do not fit, and these then start from Xavier's values.
 */
public record Vgg16LargeFov() implements Extractor {

    private static final int FC = 1024;
    private static final int[][] BLOCKS = {{0, 2}, {5, 7}, {10, 12, 14}, {17, 19, 21}, {24, 26, 28}};
    private static final int[] WIDTHS = {64, 128, 256, 512, 512};
    private static final int[] POOL_STRIDES = {2, 2, 2, 1, 1};
    private static final int[] DILATIONS = {1, 1, 1, 1, 2};

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        int in = 3;
        for (int block = 0; block < BLOCKS.length; block++) {
            for (int index : BLOCKS[block]) {
                specs.addAll(ParameterSpec.pretrained("features." + index, WIDTHS[block], in, 3));
                in = WIDTHS[block];
            }
        }
        specs.addAll(ParameterSpec.fresh("fc6", FC, in, 3, Start.xavier(FC, in, 3)));
        specs.addAll(ParameterSpec.fresh("fc7", FC, FC, 1, Start.xavier(FC, FC, 1)));
        return List.copyOf(specs);
    }

    @Override
    public int channels() {
        return FC;
    }

    @Override
    public int grid(int sidePx) {
        int side = sidePx;
        for (int stride : POOL_STRIDES) {
            side = (side - 1) / stride + 1;
        }
        return side;
    }

    @Override
    public int minSidePx() {
        return 1;
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of(new Shape(batch, FC, grid(sidePx), grid(sidePx)));
    }

    @Override
    public NDArray features(Parameters p, NDArray pixels, Dropout dropout) {
        NDArray x = pixels;
        for (int block = 0; block < BLOCKS.length; block++) {
            for (int index : BLOCKS[block]) {
                x = Layers.relu(Layers.convolve(x, p, "features." + index, 1, DILATIONS[block], DILATIONS[block]));
            }
            x = Layers.maxPool(x, 3, POOL_STRIDES[block], 1, false);
        }
        x = Layers.averagePool(x, 3, 1, 1);
        x = dropout.apply(Layers.relu(Layers.convolve(x, p, "fc6", 1, 12, 12)));
        return Layers.relu(Layers.convolve(x, p, "fc7"));
    }
}
