package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.TrainedNetwork;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a segmenter is asked about pictures.
 *
 * @param crf refines what it says; iterations 0 leaves it out
 */
public record Prediction(Inference inference, Crf crf) {

    /** One scale with a mirrored view, no CRF. */
    public static Prediction plain() {
        return new Prediction(Inference.defaults(), new Crf(0, 3, 3, 4, 121, 5));
    }

    /** The outcome and the segmenter's prediction of the images to evaluate on, as {@code NAME.val}; unchanged where there are none. */
    Outcome evaluate(String name, TrainedNetwork segmenter, Outcome outcome, DatasetCard dataset, Stages stages) {
        return dataset.val()
                .map(val -> outcome.with(name + ".val", stages.run(predict(val, segmenter, false, LabelVersion.Kind.PREDICTION))))
                .orElse(outcome);
    }

    /**
     * Pseudo-labels for training images.
     *
     * @param onlyTags whether they keep to the images' tags
     */
    Labelled pseudoLabels(Images images, TrainedNetwork segmenter, boolean onlyTags, Stages stages) {
        return stages.run(predict(images, segmenter, onlyTags, LabelVersion.Kind.PSEUDO));
    }

    private PredictLabels predict(Images images, TrainedNetwork segmenter, boolean onlyTags, LabelVersion.Kind makes) {
        return new PredictLabels(
                images,
                segmenter,
                inference,
                OptionalDouble.empty(),
                onlyTags,
                Optional.of(crf).filter(settings -> settings.iterations() > 0),
                makes);
    }
}
