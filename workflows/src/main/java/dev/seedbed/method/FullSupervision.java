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

/** The upper bound that weak supervision is measured against: a segmenter trained on the true masks. */
public final class FullSupervision implements Method<FullSupervision.Settings> {

    public record Settings(BackboneChoice backbone, Training segmenter, Inference inference) {}

    @Override
    public String name() {
        return "full-supervision";
    }

    @Override
    public Settings defaults() {
        return new Settings(BackboneChoice.defaults(), new AdversarialErasing().defaults().segmenter(), Inference.defaults());
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        var objections = new ArrayList<>(dataset.trainingObjections(settings.segmenter().batch()));
        objections.addAll(dataset.evaluationObjections());
        if (dataset.truth().isEmpty()) {
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
                trial.dataset().truth().orElseThrow(),
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
