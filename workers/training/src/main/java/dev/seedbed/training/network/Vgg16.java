package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * VGG16's thirteen convolutions (Simonyan and Zisserman, arXiv:1409.1556) with torchvision's tensor names ({@code features.N}): the
 * trunk, 512 channels, on which heads with fc6 and fc7 stand. The stages end with blocks 2 to 4 before their poolings, and with the
 * features.
 */
public record Vgg16(Pools pools) implements Extractor {

    private static final int[][] BLOCKS = {{0, 2}, {5, 7}, {10, 12, 14}, {17, 19, 21}, {24, 26, 28}};
    private static final int[] WIDTHS = {64, 128, 256, 512, 512};

    /** How it pools. */
    public enum Pools {
        /** As published: 2×2, features at stride 32. */
        PUBLISHED(2, new int[] {2, 2, 2, 2, 2}, 1),
        /**
         * As DeepLab has it (Chen et al., arXiv:1412.7062 and its released networks): 3×3, the last two at stride 1, the fifth block
         * dilated by 2, and the mean over 3×3 at the end; features at stride 8, 41×41 for 321×321 pixels.
         */
        DEEPLAB(3, new int[] {2, 2, 2, 1, 1}, 2);

        private final int kernel;
        private final int[] strides;
        private final int lastDilation;

        Pools(int kernel, int[] strides, int lastDilation) {
            this.kernel = kernel;
            this.strides = strides;
            this.lastDilation = lastDilation;
        }
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        int in = 3;
        for (int block = 0; block < BLOCKS.length; block++) {
            for (int index : BLOCKS[block]) {
                specs.addAll(ParameterSpec.ofStage(
                        Math.max(1, block), ParameterSpec.pretrained("features." + index, WIDTHS[block], in, 3)));
                in = WIDTHS[block];
            }
        }
        return List.copyOf(specs);
    }

    @Override
    public List<Integer> stageChannels() {
        return List.of(128, 256, 512, 512);
    }

    @Override
    public int grid(int sidePx) {
        int side = sidePx;
        for (int stride : pools.strides) {
            side = (side + 2 * padding() - pools.kernel) / stride + 1;
        }
        return side;
    }

    @Override
    public int minSidePx() {
        return switch (pools) {
            case PUBLISHED -> 32;
            case DEEPLAB -> 1;
        };
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of();
    }

    private int padding() {
        return pools.kernel / 3;
    }

    @Override
    public List<NDArray> stages(Parameters p, NDArray pixels, Dropout dropout) {
        List<NDArray> stages = new ArrayList<>();
        NDArray x = pixels;
        for (int block = 0; block < BLOCKS.length; block++) {
            int number = block;
            x = Layers.freeing(x, pooled -> convolved(pooled, p, number));
            stages.add(x);
            x = Layers.maxPool(x, pools.kernel, pools.strides[block], padding(), false);
        }
        NDArray features = switch (pools) {
            case PUBLISHED -> x;
            case DEEPLAB -> Layers.averagePool(x, 3, 1, 1);
        };
        return List.of(stages.get(1), stages.get(2), stages.get(3), features);
    }

    private NDArray convolved(NDArray pooled, Parameters p, int block) {
        int dilation = block == BLOCKS.length - 1 ? pools.lastDilation : 1;
        NDArray x = pooled;
        for (int index : BLOCKS[block]) {
            x = Layers.freeing(x, y -> Layers.relu(Layers.convolve(y, p, "features." + index, 1, dilation, dilation)));
        }
        return x;
    }
}
