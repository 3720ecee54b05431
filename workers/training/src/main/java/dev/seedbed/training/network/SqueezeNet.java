package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * SqueezeNet 1.1 (Iandola et al., arXiv:1602.07360; release 1.1) with torchvision's tensor names: 512 channels. The
 * stages are what the three poolings are given, and the features.
 *
 * @param lastPool at stride 1 the features are at stride 8: 15×15 for 128×128 pixels
 */
public record SqueezeNet(LastPool lastPool) implements Extractor {

    private static final int[] FIRE_INDEX = {3, 4, 6, 7, 9, 10, 11, 12};
    private static final int[] SQUEEZED = {16, 16, 32, 32, 48, 48, 64, 64};
    private static final int[] EXPANDED = {64, 64, 128, 128, 192, 192, 256, 256};

    /** The third pooling. */
    public enum LastPool {
        /** As published: features at stride 16. */
        STRIDE_2,
        /** Padded by a pixel, so that a CAM is twice as fine: features at stride 8. */
        STRIDE_1
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(ParameterSpec.ofStage(1, ParameterSpec.pretrained("features.0", 64, 3, 3)));
        int in = 64;
        for (int i = 0; i < FIRE_INDEX.length; i++) {
            String fire = "features." + FIRE_INDEX[i];
            int stage = Math.min(4, 2 + i / 2);
            specs.addAll(ParameterSpec.ofStage(stage, ParameterSpec.pretrained(fire + ".squeeze", SQUEEZED[i], in, 1)));
            specs.addAll(ParameterSpec.ofStage(stage, ParameterSpec.pretrained(fire + ".expand1x1", EXPANDED[i], SQUEEZED[i], 1)));
            specs.addAll(ParameterSpec.ofStage(stage, ParameterSpec.pretrained(fire + ".expand3x3", EXPANDED[i], SQUEEZED[i], 3)));
            in = 2 * EXPANDED[i];
        }
        return List.copyOf(specs);
    }

    @Override
    public List<Integer> stageChannels() {
        return List.of(64, 128, 256, 512);
    }

    @Override
    public int grid(int sidePx) {
        int afterSecond = pooled(pooled((sidePx - 3) / 2 + 1));
        return lastPool == LastPool.STRIDE_1 ? afterSecond : pooled(afterSecond);
    }

    /** From there on every pooling has something to pool. */
    @Override
    public int minSidePx() {
        return switch (lastPool) {
            case STRIDE_2 -> 17;
            case STRIDE_1 -> 9;
        };
    }

    /** A side after pooling 3×3 at stride 2, a last incomplete window counted. */
    private static int pooled(int side) {
        return (side - 2) / 2 + 1;
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of();
    }

    @Override
    public List<NDArray> stages(Parameters p, NDArray pixels, Dropout dropout) {
        NDArray first = Layers.relu(Layers.convolve(pixels, p, "features.0", 2, 0, 1));
        NDArray second = fire(fire(Layers.maxPool(first, 3, 2, 0, true), p, 3), p, 4);
        NDArray third = fire(fire(Layers.maxPool(second, 3, 2, 0, true), p, 6), p, 7);
        NDArray pooled = switch (lastPool) {
            case STRIDE_2 -> Layers.maxPool(third, 3, 2, 0, true);
            case STRIDE_1 -> Layers.maxPool(third, 3, 1, 1, true);
        };
        NDArray last = fire(fire(fire(fire(pooled, p, 9), p, 10), p, 11), p, 12);
        return List.of(first, second, third, last);
    }

    private static NDArray fire(NDArray x, Parameters p, int index) {
        return Layers.freeing(x, y -> squeezedAndExpanded(y, p, index));
    }

    private static NDArray squeezedAndExpanded(NDArray x, Parameters p, int index) {
        String fire = "features." + index;
        NDArray squeezed = Layers.relu(Layers.convolve(x, p, fire + ".squeeze"));
        NDArray expanded1 = Layers.convolve(squeezed, p, fire + ".expand1x1");
        NDArray expanded3 = Layers.convolve(squeezed, p, fire + ".expand3x3", 1, 1, 1);
        return Layers.relu(NDArrays.concat(new NDList(expanded1, expanded3), 1));
    }
}
