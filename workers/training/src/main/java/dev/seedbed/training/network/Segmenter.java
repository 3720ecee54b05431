package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A segmenter: on SqueezeNet dropout, a 3×3 convolution dilated by 4 to 128 channels and a 1×1 convolution to the classes; on
 * LargeFOV, which has its wide view in fc6, and on ResNet dropout and the 1×1 convolution alone. AE-PSL's classification branch, where there is
 * one, is a 1×1 convolution on the features, averaged over all places.
 *
 * @param classes foreground classes; scores have one channel more, background first
 * @param branch whether it has the classification branch
 */
public record Segmenter(Backbone.Architecture architecture, int classes, boolean branch) {

    private static final int CONTEXT = 128;
    private static final int DILATION = 4;

    /**
     * @param scores [N,1+C,h,w] on the features' grid, before the softmax
     * @param branch [N,C] before the sigmoid
     */
    public record Output(NDArray scores, Optional<NDArray> branch) {}

    private Extractor extractor() {
        return Extractor.of(architecture);
    }

    /** The smallest side that it can look at. */
    public int minSidePx() {
        return extractor().minSidePx();
    }

    /** The backbone's tensors. */
    public List<ParameterSpec> backbone() {
        return extractor().parameters();
    }

    /** The head's tensors. */
    public List<ParameterSpec> head() {
        int k = extractor().channels();
        List<ParameterSpec> specs = new ArrayList<>();
        switch (architecture) {
            case SQUEEZENET1_1 -> {
                specs.addAll(ParameterSpec.fresh("head.context", CONTEXT, k, 3, Start.fanIn(k, 3)));
                specs.addAll(ParameterSpec.fresh("head.scores", 1 + classes, CONTEXT, 1, Start.fanIn(CONTEXT, 1)));
            }
            case VGG16_LARGEFOV, RESNET50, RESNET101 -> specs.addAll(ParameterSpec.fresh("head.scores", 1 + classes, k, 1, new Start.Normal(0.01)));
        }
        if (branch) {
            specs.addAll(ParameterSpec.fresh("head.branch", classes, k, 1, Start.fanIn(k, 1)));
        }
        return List.copyOf(specs);
    }

    /** Shapes of the dropout masks of a batch, in order. */
    public List<Shape> dropouts(int batch, int sidePx) {
        return new Classifier(architecture, classes).dropouts(batch, sidePx);
    }

    /** Scores and branch from pixels [N,3,H,W]. */
    public Output forward(Parameters p, NDArray pixels, Dropout dropout) {
        NDArray features = extractor().features(p, pixels, dropout);
        NDArray dropped = dropout.apply(features);
        NDArray context = switch (architecture) {
            case SQUEEZENET1_1 -> Layers.relu(Layers.convolve(dropped, p, "head.context", 1, DILATION, DILATION));
            case VGG16_LARGEFOV, RESNET50, RESNET101 -> dropped;
        };
        NDArray scores = Layers.convolve(context, p, "head.scores");
        return new Output(
                scores, branch ? Optional.of(Layers.globalMean(Layers.convolve(features, p, "head.branch"))) : Optional.empty());
    }

    /** Scores at the pictures' size, bilinear. */
    public static NDArray upsample(NDArray scores, long height, long width) {
        return Layers.resize(scores, height, width);
    }
}
