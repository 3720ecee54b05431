package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.ImagePrototypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SIPE's network (Chen et al., CVPR 2022): a classifier on the last stage, and 1×1 projections without bias of all four stages, detached,
 * to 128, 128, 256 and 256 channels; on SqueezeNet, which is narrower, to half of that.
 *
 * @param classes foreground classes
 * @param projectionsTrained whether anything trains the projections; else they stay as drawn
 */
public record PrototypeNetwork(Backbone.Architecture architecture, int classes, boolean projectionsTrained) implements Network {

    private static final List<Integer> WIDTHS = List.of(128, 128, 256, 256);
    private static final List<Integer> NARROW = List.of(64, 64, 128, 128);

    /**
     * @param cams [N,C,h,w], before anything is rectified
     * @param semantic [N,K,h,w]: the last stage
     * @param features [N,K',h,w]: what prototypes are made of, computed from detached stages
     */
    public record Output(NDArray cams, NDArray semantic, NDArray features) {

        /** [N,C]: the CAMs' means. */
        public NDArray logits() {
            return Layers.globalMean(cams);
        }
    }

    private Extractor extractor() {
        return Extractor.forPrototypes(architecture);
    }

    private List<Integer> widths() {
        return switch (architecture) {
            case SQUEEZENET1_1 -> NARROW;
            case VGG16_LARGEFOV, RESNET50, RESNET101 -> WIDTHS;
        };
    }

    private static String projection(int stage) {
        return "head.projection_" + (stage + 1) + ".weight";
    }

    /** Its classifier, whose class maps are plain CAMs. */
    public Classifier classifier() {
        return new Classifier(extractor(), classes);
    }

    /** The smallest side that it can look at. */
    public int minSidePx() {
        return extractor().minSidePx();
    }

    /** The side of its maps for a side of the pixels. */
    public int grid(int sidePx) {
        return extractor().grid(sidePx);
    }

    @Override
    public List<ParameterSpec> backbone() {
        return extractor().parameters();
    }

    @Override
    public List<ParameterSpec> head() {
        List<ParameterSpec> specs = new ArrayList<>(classifier().head());
        for (int stage = 0; stage < widths().size(); stage++) {
            int in = extractor().stageChannels().get(stage);
            Shape shape = new Shape(widths().get(stage), in, 1, 1);
            specs.add(new ParameterSpec(projection(stage), shape, Optional.of(Start.fanIn(in, 1)), 0, !projectionsTrained));
        }
        return List.copyOf(specs);
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of();
    }

    /** CAMs and features from pixels [N,3,H,W]. */
    public Output forward(Parameters p, NDArray pixels, ImagePrototypes.Features features) {
        List<NDArray> stages = extractor().stages(p, pixels, Dropout.NONE);
        NDArray last = stages.getLast();
        return new Output(classifier().maps(p, last), last, switch (features) {
            case HIERARCHICAL -> hierarchical(p, stages);
            case LAST_STAGE -> last.stopGradient();
        });
    }

    /** Every stage detached, projected, at length 1 at every place, bilinear to the last one's grid; joined. */
    private static NDArray hierarchical(Parameters p, List<NDArray> stages) {
        Shape grid = stages.getLast().getShape();
        NDList joined = new NDList();
        for (int stage = 0; stage < stages.size(); stage++) {
            NDArray projected = Layers.project(stages.get(stage).stopGradient(), p.get(projection(stage)));
            joined.add(Layers.resize(Layers.normalize(projected), grid.get(2), grid.get(3)));
        }
        return NDArrays.concat(joined, 1);
    }
}
