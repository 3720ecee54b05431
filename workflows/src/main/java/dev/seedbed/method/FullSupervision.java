package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The upper bound that weak supervision is measured against: a segmenter trained on the true masks, or on any other label version. */
public final class FullSupervision implements Method<FullSupervision.Settings> {

    /** @param labels what the segmenter learns from; another version than the truth shows what its labels are worth */
    public record Settings(BackboneChoice backbone, Training segmenter, Inference inference, LabelChoice labels) {

        public Settings {
            labels = labels == null ? LabelChoice.truth() : labels;
        }
    }

    @Override
    public String name() {
        return "full-supervision";
    }

    @Override
    public Settings defaults() {
        return new Settings(BackboneChoice.defaults(), new AdversarialErasing().defaults().segmenter(), Inference.defaults(), LabelChoice.truth());
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        var objections = new ArrayList<>(dataset.trainingObjections(settings.segmenter().batch()));
        objections.addAll(dataset.evaluationObjections());
        if (settings.labels().isTruth() && dataset.truth().isEmpty()) {
            objections.add("data set " + dataset.ref().name() + " has no true masks to learn from");
        }
        if (dataset.val().isEmpty()) {
            objections.add("data set " + dataset.ref().name() + " has no list to evaluate on; it has " + dataset.splits().keySet());
        }
        return objections;
    }

    @Override
    public Outcome run(Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        TrainedNetwork segmenter = stages.run(new TrainSegmenter(
                trial.dataset().train(),
                settings.labels().resolved(trial.dataset()),
                settings.backbone().resolved(),
                settings.segmenter(),
                SegmenterLearning.CrossEntropy.defaults(),
                Optional.empty(),
                Optional.empty(),
                trial.seed()));
        return Outcome.none().with("full.val", stages.run(new PredictLabels(
                trial.dataset().val().orElseThrow(),
                segmenter,
                settings.inference(),
                OptionalDouble.empty(),
                false,
                Optional.empty(),
                LabelVersion.Kind.PREDICTION)));
    }
}
