package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import java.util.List;
import java.util.Optional;

/**
 * BANA's classifier (Oh et al., CVPR 2021, section 3.1): a backbone and one vector without bias for background and for each class, with
 * which features are classified after they have been pooled. It drops nothing besides what the backbone drops.
 *
 * @param classes foreground classes
 */
public record BoxClassifier(Backbone.Architecture architecture, int classes) implements Network {

    private static final String WEIGHT = "head.boxes.weight";

    private Extractor extractor() {
        return Extractor.forBoxes(architecture);
    }

    /** The smallest side that it can look at. */
    public int minSidePx() {
        return extractor().minSidePx();
    }

    @Override
    public List<ParameterSpec> backbone() {
        return extractor().parameters();
    }

    /** The head's one tensor, from N(0, 0.01²). */
    @Override
    public List<ParameterSpec> head() {
        Shape shape = new Shape(1 + classes, extractor().channels(), 1, 1);
        return List.of(new ParameterSpec(WEIGHT, shape, Optional.of(new Start.Normal(0.01))));
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return extractor().dropouts(batch, sidePx);
    }

    /** [N,K,h,w] from pixels [N,3,H,W]. */
    public NDArray features(Parameters p, NDArray pixels, Dropout dropout) {
        return extractor().features(p, pixels, dropout);
    }

    /** The classes' vectors [1+C,K], the background's first. */
    public NDArray weights(Parameters p) {
        return p.get(WEIGHT).reshape(1 + classes, extractor().channels());
    }
}
