package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import java.util.List;

/** A backbone: pixels to features. */
public interface Extractor {

    /** Its tensors, layer by layer. */
    List<ParameterSpec> parameters();

    /** Channels of its features. */
    int channels();

    /** The features' side for a square of pixels. */
    int grid(int sidePx);

    /** The smallest side that it can look at. */
    int minSidePx();

    /** Shapes of the masks that it asks its dropout for, in order, for a batch of squares. */
    List<Shape> dropouts(int batch, int sidePx);

    /**
     * @param pixels [N,3,H,W], presented as the weights want them
     * @return [N,K,h,w], at stride 8
     */
    NDArray features(Parameters p, NDArray pixels, Dropout dropout);

    /** The extractor of that name. */
    static Extractor of(Backbone.Architecture architecture) {
        return switch (architecture) {
            case SQUEEZENET1_1 -> new SqueezeNet(SqueezeNet.LastPool.STRIDE_1);
            case VGG16_LARGEFOV -> new Vgg16LargeFov();
        };
    }
}
