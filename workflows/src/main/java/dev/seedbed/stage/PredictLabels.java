package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Labels images with a segmenter: softmax scores over scales and flips, weighted, refined by the dense CRF, argmax.
 *
 * @param segmenter what {@link TrainSegmenter} left
 * @param weighting test-time weighting by the classification branch: confidences below this floor become 0, softmax × [1, v] is
 *     renormalised; empty switches it off (as it must be where the segmenter has no such branch)
 * @param onlyTags whether only the image's tags and background may be predicted (pseudo-labels for training images)
 * @param crf iterations 0 leaves the CRF out
 * @param makes {@link LabelVersion.Kind#PSEUDO} or {@link LabelVersion.Kind#PREDICTION}
 */
public record PredictLabels(
        Images images,
        TrainedNetwork segmenter,
        Inference inference,
        OptionalDouble weighting,
        boolean onlyTags,
        Optional<Crf> crf,
        @NotInKey LabelVersion.Kind makes)
        implements StageSpec<Labelled> {

    public static final String KIND = "predict-labels";

    public PredictLabels {
        weighting.ifPresent(floor -> Ranges.within("weighting", floor, 0, 1));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    @Override
    public Class<Labelled> resultType() {
        return Labelled.class;
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return segmenter.learnedFrom();
    }
}
