package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.Ranges;
import dev.seedbed.stage.SegmenterLearning.NoiseAware;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.Training;
import dev.seedbed.stage.UseTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * BANA: background-aware pooling and noise-aware loss for weakly supervised segmentation from boxes (Oh, Kim and Ham, CVPR 2021). A
 * classifier learns to tell what in a box is object by what it has seen outside the boxes; it labels the boxes' pixels in two ways; a
 * segmenter trusts where both agree and weighs where they differ.
 */
public final class BackgroundAwarePooling implements Method<BackgroundAwarePooling.Settings> {

    /**
     * @param difficult whether objects marked difficult count
     * @param truthShare share of the training images whose true masks replace their labels, in [0, 1]: mixed supervision
     * @param labelsOnly whether to end with the labels, without a segmenter
     * @param segmenterBackbone of the segmenter; empty: the classifier's
     * @param labels what the segmenter learns from, instead of the labels of boxes; nothing is then pooled
     * @param pyramid dilated branches of the segmenter's head; empty for the backbone's own head
     */
    public record Settings(
            BackboneChoice backbone,
            Training classifier,
            BoxPooling pooling,
            boolean difficult,
            BoxLabelling labelling,
            double truthShare,
            boolean labelsOnly,
            Optional<BackboneChoice> segmenterBackbone,
            Training segmenter,
            Optional<AtrousPyramid> pyramid,
            Noise noise,
            Prediction prediction,
            Optional<LabelChoice> labels) {

        public Settings {
            Ranges.within("truthShare", truthShare, 0, 1);
        }
    }

    /**
     * What the segmenter learns from, always with cosine logits.
     *
     * @param labels which of the two label versions
     * @param disagreement λ, gamma γ, temperature τ: see {@link NoiseAware}
     */
    public record Noise(Labels labels, double disagreement, double gamma, double temperature) {

        public Noise {
            Objects.requireNonNull(labels, "labels");
        }

        NoiseAware learning(LabelVersion retrieved) {
            return switch (labels) {
                case CRF, RETRIEVED -> new NoiseAware(Optional.empty(), disagreement, gamma, temperature);
                case AGREEING -> new NoiseAware(Optional.of(retrieved), 0, gamma, temperature);
                case NOISE_AWARE -> new NoiseAware(Optional.of(retrieved), disagreement, gamma, temperature);
            };
        }
    }

    /** The labels that a segmenter learns from. */
    public enum Labels {
        /** Y_crf alone. */
        CRF,
        /** Y_ret alone. */
        RETRIEVED,
        /** Y_crf where Y_ret agrees, nothing elsewhere. */
        AGREEING,
        /** Y_crf, weighed where Y_ret differs: the noise-aware loss. */
        NOISE_AWARE
    }

    @Override
    public String name() {
        return "background-aware-pooling";
    }

    @Override
    public Settings defaults() {
        return new Settings(
                BackboneChoice.defaults(),
                Training.defaults(),
                BoxPooling.defaults(),
                false,
                new BoxLabelling(true, 4, 0.99, BoxLabelling.Peak.BOX, BoxLabelling.defaults().crf()),
                0,
                false,
                Optional.empty(),
                new Training(8, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2),
                Optional.empty(),
                new Noise(Labels.NOISE_AWARE, 0.1, 7, 20),
                Prediction.plain(),
                Optional.empty());
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        int batch = Math.max(settings.classifier().batch(), settings.segmenter().batch());
        var objections = new ArrayList<>(dataset.trainingObjections(batch));
        objections.addAll(dataset.evaluationObjections());
        if (settings.labels().isEmpty()) {
            objections.addAll(dataset.boxObjections());
        }
        if (settings.truthShare() > 0 && dataset.truth().isEmpty()) {
            objections.add("truthShare is " + settings.truthShare() + ", but data set " + dataset.ref().name()
                    + " has no true masks; import them, or set truthShare to 0");
        }
        return objections;
    }

    @Override
    public Outcome run(Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        if (settings.labels().isPresent()) {
            Noise noise = settings.noise();
            var alone = new NoiseAware(Optional.empty(), noise.disagreement(), noise.gamma(), noise.temperature());
            return segment(settings.labels().get().resolved(trial.dataset()), alone, Outcome.none(), trial, stages);
        }
        Backbone backbone = settings.backbone().resolved();
        Images train = trial.dataset().train();

        var classifier = stages.run(new TrainBoxClassifier(
                train, backbone, settings.classifier(), settings.pooling(), settings.difficult(), trial.seed()));
        BoxLabels labels = stages.run(new LabelBoxes(train, classifier, settings.labelling(), settings.difficult()));
        Outcome outcome = Outcome.none().with("crf", labels.crf()).with("retrieved", labels.retrieved());
        if (settings.labelsOnly()) {
            return outcome;
        }

        Labelled crf = withTruth(labels.crf(), train, trial, stages);
        Labelled retrieved = withTruth(labels.retrieved(), train, trial, stages);
        Labelled learned = settings.noise().labels() == Labels.RETRIEVED ? retrieved : crf;
        return segment(learned.labels(), settings.noise().learning(retrieved.labels()), outcome, trial, stages);
    }

    private static Outcome segment(
            LabelVersion labels, NoiseAware learning, Outcome outcome, Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        var segmenter = stages.run(new TrainSegmenter(
                trial.dataset().train(),
                labels,
                settings.segmenterBackbone().orElse(settings.backbone()).resolved(),
                settings.segmenter(),
                learning,
                settings.pyramid(),
                Optional.empty(),
                trial.seed()));
        return settings.prediction().evaluate("segmenter", segmenter, outcome, trial.dataset(), stages);
    }

    /** The labels with the true masks of some images, the same images whichever labels they are. */
    private static Labelled withTruth(Labelled labels, Images train, Trial<Settings> trial, Stages stages) {
        double share = trial.settings().truthShare();
        return share == 0
                ? labels
                : stages.run(new UseTruth(train, labels.labels(), trial.dataset().truth().orElseThrow(), share, trial.seed()));
    }
}
