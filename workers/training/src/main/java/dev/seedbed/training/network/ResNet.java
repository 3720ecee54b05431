package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * ResNet of bottlenecks (He et al., arXiv:1512.03385) in torchvision's form, a block's stride on its 3×3 convolution, with
 * torchvision's tensor names: 2048 channels; the stages are the four layers.
 *
 * <p>Batch norm is frozen: means, variances (ε = 1e-5), scales and shifts are constants that the file brings; they are never trained.
 */
public record ResNet(Depth depth, Grid grid) implements Extractor {

    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int EXPANSION = 4;

    /** How many layers with weights there are. */
    public enum Depth {
        FIFTY(3, 4, 6, 3),
        HUNDRED_AND_ONE(3, 4, 23, 3);

        private final int[] blocks;

        Depth(int... blocks) {
            this.blocks = blocks;
        }
    }

    /**
     * How fine the features are. A dilated layer has stride 1 and its 3×3 convolutions spread instead, its first block still as the
     * layer before it (torchvision's {@code replace_stride_with_dilation}): at the places of the plain grid nothing changes.
     */
    public enum Grid {
        /** As published. */
        STRIDE_32(2, 2, false),
        /** Layer 4 dilated by 2. */
        STRIDE_16(2, 1, true),
        /** Layers 3 and 4 dilated by 2 and 4. */
        STRIDE_8(1, 1, true),
        /** Layer 4 at stride 1 without dilation, as SIPE has it. */
        STRIDE_16_UNDILATED(2, 1, false);

        private final int[] strides;
        private final boolean dilated;

        Grid(int third, int fourth, boolean dilated) {
            this.strides = new int[] {1, 2, third, fourth};
            this.dilated = dilated;
        }

        /** The dilation of a layer, counted from 0, after its first block. */
        private int dilation(int layer) {
            int dilation = 1;
            for (int i = 2; i <= layer; i++) {
                dilation *= dilated && strides[i] == 1 ? 2 : 1;
            }
            return dilation;
        }
    }

    private static String block(int layer, int index) {
        return "layer" + (layer + 1) + "." + index;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(ParameterSpec.ofStage(1, normed("conv1", "bn1", 64, 3, 7)));
        int in = 64;
        for (int layer = 0; layer < WIDTHS.length; layer++) {
            for (int index = 0; index < depth.blocks[layer]; index++) {
                specs.addAll(ParameterSpec.ofStage(layer + 1, bottleneck(block(layer, index), WIDTHS[layer], in)));
                in = EXPANSION * WIDTHS[layer];
            }
        }
        return List.copyOf(specs);
    }

    private static List<ParameterSpec> bottleneck(String block, int width, int in) {
        int out = EXPANSION * width;
        List<ParameterSpec> specs = new ArrayList<>();
        specs.addAll(normed(block + ".conv1", block + ".bn1", width, in, 1));
        specs.addAll(normed(block + ".conv2", block + ".bn2", width, width, 3));
        specs.addAll(normed(block + ".conv3", block + ".bn3", out, width, 1));
        if (isFirst(block)) {
            specs.addAll(normed(block + ".downsample.0", block + ".downsample.1", out, in, 1));
        }
        return specs;
    }

    private static boolean isFirst(String block) {
        return block.endsWith(".0");
    }

    private static List<ParameterSpec> normed(String convolution, String norm, int out, int in, int kernel) {
        List<ParameterSpec> specs = new ArrayList<>(ParameterSpec.frozenNorm(norm, out));
        specs.addFirst(ParameterSpec.unbiased(convolution, out, in, kernel));
        return specs;
    }

    @Override
    public List<Integer> stageChannels() {
        return List.of(256, 512, 1024, 2048);
    }

    @Override
    public int grid(int sidePx) {
        int side = halved(halved(sidePx));
        for (int stride : grid.strides) {
            side = stride == 2 ? halved(side) : side;
        }
        return side;
    }

    /** A side after a padded window at stride 2. */
    private static int halved(int side) {
        return (side - 1) / 2 + 1;
    }

    @Override
    public int minSidePx() {
        return 1;
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of();
    }

    @Override
    public List<NDArray> stages(Parameters p, NDArray pixels, Dropout dropout) {
        NDArray x = Layers.freeing(pixels, y -> Layers.maxPool(Layers.relu(normed(y, p, "conv1", "bn1", 2, 3, 1)), 3, 2, 1, false));
        List<NDArray> stages = new ArrayList<>();
        for (int layer = 0; layer < WIDTHS.length; layer++) {
            int number = layer;
            x = Layers.freeing(x, y -> layer(y, p, number));
            stages.add(x);
        }
        return stages;
    }

    private NDArray layer(NDArray x, Parameters p, int layer) {
        int before = layer == 0 ? 1 : grid.dilation(layer - 1);
        NDArray y = Layers.freeing(x, z -> bottleneck(z, p, block(layer, 0), grid.strides[layer], before));
        for (int index = 1; index < depth.blocks[layer]; index++) {
            String block = block(layer, index);
            y = Layers.freeing(y, z -> bottleneck(z, p, block, 1, grid.dilation(layer)));
        }
        return y;
    }

    private static NDArray bottleneck(NDArray x, Parameters p, String block, int stride, int dilation) {
        NDArray y = Layers.freeing(x, z -> Layers.relu(normed(z, p, block + ".conv1", block + ".bn1", 1, 0, 1)));
        y = Layers.freeing(y, z -> Layers.relu(normed(z, p, block + ".conv2", block + ".bn2", stride, dilation, dilation)));
        y = normed(y, p, block + ".conv3", block + ".bn3", 1, 0, 1);
        NDArray kept = isFirst(block) ? normed(x, p, block + ".downsample.0", block + ".downsample.1", stride, 0, 1) : x;
        return Layers.relu(y.add(kept));
    }

    private static NDArray normed(NDArray x, Parameters p, String convolution, String norm, int stride, int padding, int dilation) {
        return Layers.freeing(x, y -> Layers.frozenNorm(Layers.convolveUnbiased(y, p, convolution, stride, padding, dilation), p, norm));
    }
}
