package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.stage.Ranges;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * SIPE: self-supervised image-specific prototype exploration (Chen et al., CVPR 2022). Every image's own features, not the classifier's
 * weights, say what belongs to a class: seeds from the structure of the features, prototypes from the seeds, activation maps from the
 * prototypes, with which the classifier is kept consistent. The labels that come of them are refined and train a segmenter.
 */
public final class ImageSpecificPrototypes implements Method<ImageSpecificPrototypes.Settings> {

    /** Where CAMs are compared with the truth: 0.01, 0.02, …, 0.99. */
    private static final List<Double> THRESHOLDS = IntStream.range(1, 100).mapToObj(hundredths -> hundredths / 100.0).toList();

    /**
     * @param consistency whether the general-specific consistency loss is learned from
     * @param inference how images are asked for their maps
     * @param labelsOnly whether to end with the refined labels, without a segmenter
     * @param segmenterBackbone of the segmenter; empty: the classifier's
     * @param labels what the segmenter learns from, instead of refined maps; no maps are then made
     * @param pyramid dilated branches of the segmenter's head; empty for the backbone's own head
     */
    public record Settings(
            BackboneChoice backbone,
            Training classifier,
            ImagePrototypes prototypes,
            boolean consistency,
            Inference inference,
            Refinement refinement,
            boolean labelsOnly,
            Optional<BackboneChoice> segmenterBackbone,
            Training segmenter,
            Optional<AtrousPyramid> pyramid,
            Prediction prediction,
            Optional<LabelChoice> labels) {}

    /**
     * How maps become labels: see {@link RefineLabels}.
     *
     * @param certainty of a pixel's own label, in (0, 1)
     * @param backgroundScale of the second time, in (0, 1]
     */
    public record Refinement(double certainty, double backgroundScale, Crf crf) {

        public Refinement {
            Ranges.within("certainty", certainty, 0.01, 0.99);
            Ranges.within("backgroundScale", backgroundScale, 0.01, 1);
        }
    }

    @Override
    public String name() {
        return "image-specific-prototypes";
    }

    @Override
    public Settings defaults() {
        return new Settings(
                BackboneChoice.defaults(),
                new Training(6, 16, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0,
                        OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(1), OptionalInt.empty(),
                        OptionalInt.empty()),
                ImagePrototypes.defaults(),
                true,
                Inference.defaults(),
                new Refinement(0.7, 0.5, new Crf(10, 3, 3, 10, 50, 5)),
                false,
                Optional.empty(),
                new Training(8, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2),
                Optional.empty(),
                Prediction.plain(),
                Optional.empty());
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        int batch = Math.max(settings.classifier().batch(), settings.segmenter().batch());
        var objections = new ArrayList<>(dataset.trainingObjections(batch));
        objections.addAll(dataset.evaluationObjections());
        if (settings.classifier().dropout() != 0) {
            objections.add("the classifier drops no features: classifier.dropout must be 0, not " + settings.classifier().dropout());
        }
        return objections;
    }

    @Override
    public Outcome run(Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        if (settings.labels().isPresent()) {
            return segment(settings.labels().get().resolved(trial.dataset()), Outcome.none(), trial, stages);
        }
        Backbone backbone = settings.backbone().resolved();
        Images train = trial.dataset().train();

        var network = stages.run(new TrainPrototypes(
                train, backbone, settings.classifier(), settings.prototypes(), settings.consistency(), trial.seed()));
        Cams general = stages.run(new ActivationMaps(train, network, settings.inference()));
        Outcome outcome = measured(general, train, trial.dataset(), stages);

        Cams specific = stages.run(new PrototypeMaps(train, network, settings.prototypes(), settings.inference()));
        Labelled labels = stages.run(new LabelMaps(train, specific, OptionalDouble.empty()));
        Labelled refined = stages.run(new RefineLabels(
                train,
                labels.labels(),
                settings.refinement().certainty(),
                settings.refinement().backgroundScale(),
                settings.refinement().crf()));
        outcome = outcome.with("iscam", labels).with("refined", refined);
        if (settings.labelsOnly()) {
            return outcome;
        }
        return segment(refined.labels(), outcome, trial, stages);
    }

    private static Outcome segment(LabelVersion labels, Outcome outcome, Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        var segmenter = stages.run(new TrainSegmenter(
                trial.dataset().train(),
                labels,
                settings.segmenterBackbone().orElse(settings.backbone()).resolved(),
                settings.segmenter(),
                SegmenterLearning.CrossEntropy.defaults(),
                settings.pyramid(),
                Optional.empty(),
                trial.seed()));
        return settings.prediction().evaluate("segmenter", segmenter, outcome, trial.dataset(), stages);
    }

    /** What the plain CAMs would be worth at the best of all thresholds, where there is truth to tell. */
    private static Outcome measured(Cams cams, Images train, DatasetCard dataset, Stages stages) {
        if (dataset.truth().isEmpty()) {
            return Outcome.none();
        }
        ThresholdCurve curve = stages.run(new SweepThresholds(train, cams, THRESHOLDS));
        return Outcome.none().with("cam.best.miou", curve.best()).with("cam.best.threshold", curve.bestThreshold());
    }
}
