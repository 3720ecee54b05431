package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.GrownSegmenter;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.Ranges;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * DSRG: weakly supervised segmentation with deep seeded region growing (Huang et al., CVPR 2018). A classifier gives a few sure cues; a
 * segmenter is trained on them while, step by step, it grows them where its own scores are sure; then it labels the training images and is
 * trained once more, on those. Cues, or the activation maps that they are placed by, may be imported ones; what would have made them is then not
 * asked for.
 */
public final class SeededRegionGrowing implements Method<SeededRegionGrowing.Settings> {

    /**
     * @param classifier training of the classifier whose maps place the cues
     * @param activation how it is asked where it looks
     * @param segmenter training of the segmenter that grows its seeds
     * @param labels what the retrained segmenter learns from, from the backbone's weights on, instead of the grown segmenter's predictions;
     *     nothing is then grown
     * @param pyramid dilated branches of its head; empty for the backbone's own head
     */
    public record Settings(
            BackboneChoice backbone,
            Training classifier,
            Inference activation,
            Placing cues,
            BackgroundChoice background,
            Training segmenter,
            Optional<AtrousPyramid> pyramid,
            RegionGrowing growing,
            Prediction prediction,
            Retraining retraining,
            Optional<LabelChoice> labels) {}

    /**
     * Where cues are placed.
     *
     * @param foregroundAbove fraction of a CAM's peak that a foreground cue is strictly above (paper: 0.2)
     * @param imported name of imported cues to start from; none are placed then
     * @param cams name of imported activation maps to place cues by; empty: those of a classifier
     */
    public record Placing(double foregroundAbove, Optional<String> imported, Optional<String> cams) {

        public Placing {
            Ranges.within("foregroundAbove", foregroundAbove, 0, 0.9999);
            if (imported.isPresent() && cams.isPresent()) {
                throw new IllegalArgumentException("imported cues need no activation maps: name imported or cams, not both");
            }
        }

        private boolean needsClassifier() {
            return imported.isEmpty() && cams.isEmpty();
        }
    }

    /**
     * The segmenter labels the training images and goes on learning from its labels.
     *
     * @param prediction how it is asked for them
     * @param onlyTags whether its labels keep to the images' tags; the released script lets it name any class
     * @param goesOn whether it starts from the grown network's weights; else from the backbone's
     * @param onGrid whether scores are compared with labels on the network's grid, as in the Caffe lineage
     */
    public record Retraining(boolean enabled, Prediction prediction, boolean onlyTags, Training training, boolean goesOn, boolean onGrid) {}

    @Override
    public String name() {
        return "seeded-region-growing";
    }

    @Override
    public Settings defaults() {
        return new Settings(
                BackboneChoice.defaults(),
                Training.defaults(),
                Inference.defaults(),
                new Placing(0.2, Optional.empty(), Optional.empty()),
                new BackgroundChoice(BackgroundChoice.Source.AUTO, 0.06, 0.05),
                new Training(16, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2),
                Optional.of(new AtrousPyramid(List.of(2, 4))),
                new RegionGrowing(
                        true,
                        Optional.of(new RegionGrowing.Growth(0.99, 0.85, RegionGrowing.Rule.PAPER)),
                        Optional.of(new RegionGrowing.Boundary(false)),
                        new Crf(10, 3, 3.0 / 8, 10, 80.0 / 8, 13),
                        RegionGrowing.CrfInput.LOG_PROBABILITY),
                Prediction.plain(),
                new Retraining(
                        true,
                        new Prediction(Inference.defaults(), new Crf(10, 3, 3, 10, 80, 13)),
                        true,
                        new Training(8, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2),
                        true,
                        false),
                Optional.empty());
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        Placing placing = settings.cues();
        int batch = Math.max(
                Math.max(placing.needsClassifier() ? settings.classifier().batch() : 1, settings.segmenter().batch()),
                settings.retraining().enabled() ? settings.retraining().training().batch() : 1);
        var objections = new ArrayList<>(dataset.trainingObjections(batch));
        objections.addAll(dataset.evaluationObjections());
        objections.addAll(placing.imported().map(dataset::cuesObjections).orElseGet(() -> settings.background().objections(dataset)));
        placing.cams().map(dataset::camsObjections).ifPresent(objections::addAll);
        if (settings.segmenter().crop()) {
            objections.add("cues lie on a grid over the whole picture: segmenter.crop must be false");
        }
        return objections;
    }

    @Override
    public Set<String> arrays(Settings settings) {
        return Stream.of(settings.cues().imported(), settings.cues().cams()).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    @Override
    public Outcome run(Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        if (settings.labels().isPresent()) {
            return retrain(settings.labels().get().resolved(trial.dataset()), Optional.empty(), Outcome.none(), trial, stages);
        }
        Backbone backbone = settings.backbone().resolved();
        Images train = trial.dataset().train();

        Cues cues = settings.cues().imported().map(trial.dataset()::cues).orElseGet(() -> placed(trial, backbone, stages));
        GrownSegmenter grown = stages.run(new GrowSegmenter(
                train, cues, backbone, settings.segmenter(), settings.growing(), settings.pyramid(), trial.seed()));
        Outcome outcome = Outcome.none().with("cues", cues.shown()).with("seeds.cues", cues.quality()).with("seeds.grown", grown.seeds());
        outcome = settings.prediction().evaluate("grown", grown.network(), outcome, trial.dataset(), stages);

        Retraining retraining = settings.retraining();
        if (!retraining.enabled()) {
            return outcome;
        }
        Labelled pseudo = retraining.prediction().pseudoLabels(train, grown.network(), retraining.onlyTags(), stages);
        Optional<TrainedNetwork> start = Optional.of(grown.network()).filter(_ -> retraining.goesOn());
        return retrain(pseudo.labels(), start, outcome.with("pseudo", pseudo), trial, stages);
    }

    private static Outcome retrain(
            LabelVersion labels, Optional<TrainedNetwork> start, Outcome outcome, Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        TrainedNetwork retrained = stages.run(new TrainSegmenter(
                trial.dataset().train(),
                labels,
                settings.backbone().resolved(),
                settings.retraining().training(),
                new SegmenterLearning.CrossEntropy(settings.retraining().onGrid()),
                settings.pyramid(),
                start,
                trial.seed()));
        return settings.prediction().evaluate("retrained", retrained, outcome, trial.dataset(), stages);
    }

    private static Cues placed(Trial<Settings> trial, Backbone backbone, Stages stages) {
        Settings settings = trial.settings();
        Images train = trial.dataset().train();
        Cams cams = settings.cues().cams().map(trial.dataset()::cams).orElseGet(() -> {
            var classifier = stages.run(new TrainClassifier(train, backbone, settings.classifier(), trial.seed()));
            return stages.run(new ActivationMaps(train, classifier, settings.activation()));
        });
        return stages.run(new PlaceCues(
                train,
                cams,
                settings.cues().foregroundAbove(),
                settings.background().cue(trial.dataset(), List.of(cams)),
                backbone.architecture(),
                settings.segmenter().sidePx()));
    }
}
