package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;

/**
 * Refines labels by the dense CRF on one-hot scores, twice, the second time with background scaled: foreground is what the first says,
 * background what both say, the rest 255 (the labels of IRN and SIPE's chain). A pixel that is 255 before speaks for no class.
 *
 * @param certainty the probability of a pixel's own label, in (0, 1); the rest is shared by the other classes of the image
 * @param backgroundScale factor on background's probability the second time, in (0, 1]
 */
public record RefineLabels(Images images, LabelVersion labels, double certainty, double backgroundScale, Crf crf)
        implements StageSpec<Labelled> {

    public static final String KIND = "refine-labels";

    public RefineLabels {
        Ranges.within("certainty", certainty, 0.01, 0.99);
        Ranges.within("backgroundScale", backgroundScale, 0.01, 1);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.CPU;
    }

    @Override
    public Class<Labelled> resultType() {
        return Labelled.class;
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return List.of(labels);
    }
}
