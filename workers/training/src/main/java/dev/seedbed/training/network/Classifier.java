package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A multi-label classifier whose class maps are CAMs: backbone, dropout, a 1×1 convolution without bias.
 *
 * @param classes foreground classes
 */
public record Classifier(Extractor extractor, int classes) implements Network {

    private static final String WEIGHT = "head.classes.weight";

    /** On the architecture's extractor at stride 8. */
    public Classifier(Backbone.Architecture architecture, int classes) {
        this(Extractor.of(architecture), classes);
    }

    /** The smallest side that it can look at. */
    public int minSidePx() {
        return extractor.minSidePx();
    }

    @Override
    public List<ParameterSpec> backbone() {
        return extractor.parameters();
    }

    /** The head's one tensor, from N(0, 0.01²). */
    @Override
    public List<ParameterSpec> head() {
        Shape shape = new Shape(classes, extractor.channels(), 1, 1);
        return List.of(new ParameterSpec(WEIGHT, shape, Optional.of(new Start.Normal(0.01))));
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        List<Shape> shapes = new ArrayList<>(extractor.dropouts(batch, sidePx));
        shapes.add(new Shape(batch, extractor.channels(), extractor.grid(sidePx), extractor.grid(sidePx)));
        return shapes;
    }

    /** The classes' maps before anything is rectified: [N,C,h,w] from pixels [N,3,H,W]. */
    public NDArray maps(Parameters p, NDArray pixels, Dropout dropout) {
        return maps(p, dropout.apply(extractor.features(p, pixels, dropout)));
    }

    /** The same from features [N,K,h,w]. */
    NDArray maps(Parameters p, NDArray features) {
        return Layers.project(features, p.get(WEIGHT));
    }

    /** Global average pooling of the maps: [N,C]. */
    public NDArray logits(Parameters p, NDArray pixels, Dropout dropout) {
        return Layers.globalMean(maps(p, pixels, dropout));
    }
}
