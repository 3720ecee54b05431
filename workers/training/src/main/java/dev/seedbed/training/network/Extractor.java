package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import java.util.List;

/** A backbone: pixels to features, in four stages. */
public interface Extractor {

    /** Its tensors, layer by layer, each with its stage; {@link ParameterSpec#freeze} keeps the first stages as they are. */
    List<ParameterSpec> parameters();

    /** Channels of the four stages; the last one's are the features'. */
    List<Integer> stageChannels();

    /** Channels of its features. */
    default int channels() {
        return stageChannels().getLast();
    }

    /** The features' side for a square of pixels. */
    int grid(int sidePx);

    /** The smallest side that it can look at. */
    int minSidePx();

    /** Shapes of the masks that it asks its dropout for, in order, for a batch of squares. */
    List<Shape> dropouts(int batch, int sidePx);

    /**
     * What it sees on the way, fine to coarse: four stages, the last one the features.
     *
     * @param pixels [N,3,H,W], presented as the weights want them
     * @return [N,K,h,w] each, with {@link #stageChannels} channels; not detached
     */
    List<NDArray> stages(Parameters p, NDArray pixels, Dropout dropout);

    /**
     * @param pixels [N,3,H,W], presented as the weights want them
     * @return [N,K,h,w]
     */
    default NDArray features(Parameters p, NDArray pixels, Dropout dropout) {
        return stages(p, pixels, dropout).getLast();
    }

    /** The extractor of that name, at stride 8. */
    static Extractor of(Backbone.Architecture architecture) {
        return switch (architecture) {
            case SQUEEZENET1_1 -> new SqueezeNet(SqueezeNet.LastPool.STRIDE_1);
            case VGG16_LARGEFOV -> new LargeFov(LargeFov.WIDE);
            case RESNET50 -> new ResNet(ResNet.Depth.FIFTY, ResNet.Grid.STRIDE_8);
            case RESNET101 -> new ResNet(ResNet.Depth.HUNDRED_AND_ONE, ResNet.Grid.STRIDE_8);
        };
    }

    /**
     * As BANA's classifier looks at boxes (Oh et al., CVPR 2021): LargeFOV's fc6 undilated, so that a feature sees its own box; else as
     * {@link #of}.
     */
    static Extractor forBoxes(Backbone.Architecture architecture) {
        return switch (architecture) {
            case VGG16_LARGEFOV -> new LargeFov(LargeFov.NARROW);
            case SQUEEZENET1_1, RESNET50, RESNET101 -> of(architecture);
        };
    }

    /**
     * As SIPE compares features (Chen et al., CVPR 2022): ResNet at stride 16, layer 4 undilated, so that its stages see what they were
     * trained to see; VGG16 up to its last pooling; else as {@link #of}. None asks for dropout.
     */
    static Extractor forPrototypes(Backbone.Architecture architecture) {
        return switch (architecture) {
            case SQUEEZENET1_1 -> of(architecture);
            case VGG16_LARGEFOV -> new Vgg16(Vgg16.Pools.DEEPLAB);
            case RESNET50 -> new ResNet(ResNet.Depth.FIFTY, ResNet.Grid.STRIDE_16_UNDILATED);
            case RESNET101 -> new ResNet(ResNet.Depth.HUNDRED_AND_ONE, ResNet.Grid.STRIDE_16_UNDILATED);
        };
    }
}
