package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * VGG16 as DeepLab-LargeFOV has it (Chen et al., arXiv:1412.7062 and its released networks): {@link Vgg16}'s trunk at stride 8, fc6 as
 * a 3×3 convolution dilated by 12, fc7 as 1×1, both with 1024 channels and dropout after each (fc7's is the head's).
 *
 * <p>{@code fc6} and {@code fc7} come from the file if it has tensors of that name; torchvision's 4096-wide ones do not fit, and these
 * then start from Xavier's values.
 *
 * @param dilation of fc6: {@link #WIDE} or {@link #NARROW}
 */
public record LargeFov(int dilation) implements Extractor {

    /** LargeFOV's own. */
    public static final int WIDE = 12;

    /** BANA's, where features stand for boxes. */
    public static final int NARROW = 1;

    static final int FC = 1024;

    private static final Vgg16 TRUNK = new Vgg16(Vgg16.Pools.DEEPLAB);

    public LargeFov {
        if (dilation < 1) {
            throw new IllegalArgumentException("dilation must be at least 1, not " + dilation);
        }
    }

    @Override
    public List<ParameterSpec> parameters() {
        int in = TRUNK.channels();
        List<ParameterSpec> specs = new ArrayList<>(TRUNK.parameters());
        int last = stageChannels().size();
        specs.addAll(ParameterSpec.ofStage(last, ParameterSpec.fresh("fc6", FC, in, 3, Start.xavier(FC, in, 3))));
        specs.addAll(ParameterSpec.ofStage(last, ParameterSpec.fresh("fc7", FC, FC, 1, Start.xavier(FC, FC, 1))));
        return List.copyOf(specs);
    }

    @Override
    public List<Integer> stageChannels() {
        return List.of(128, 256, 512, FC);
    }

    @Override
    public int grid(int sidePx) {
        return TRUNK.grid(sidePx);
    }

    @Override
    public int minSidePx() {
        return TRUNK.minSidePx();
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of(new Shape(batch, FC, grid(sidePx), grid(sidePx)));
    }

    @Override
    public List<NDArray> stages(Parameters p, NDArray pixels, Dropout dropout) {
        List<NDArray> stages = TRUNK.stages(p, pixels, dropout);
        NDArray features = Layers.freeing(stages.getLast(), trunk -> {
            NDArray x = dropout.apply(Layers.relu(Layers.convolve(trunk, p, "fc6", 1, dilation, dilation)));
            return Layers.relu(Layers.convolve(x, p, "fc7"));
        });
        return List.of(stages.get(0), stages.get(1), stages.get(2), features);
    }
}
