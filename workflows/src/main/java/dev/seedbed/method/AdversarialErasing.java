package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.Ranges;
import dev.seedbed.stage.RegionRule;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.SegmenterLearning.BranchLoss;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * AE-PSL: object region mining with adversarial erasing, then prohibitive segmentation learning (Wei et al., CVPR 2017). A classifier
 * shows where it looks, the region is erased, and a new classifier has to find another; the rounds' regions, fused with background,
 * train a segmenter whose own classification branch forbids it the classes that the image has not.
 */
public final class AdversarialErasing implements Method<AdversarialErasing.Settings> {

    /**
     * @param classifier training of every round's classifier
     * @param activation how the classifier is asked where it looks
     * @param regions what of a class activation map is the class's region, to be erased
     * @param segmenter training of the segmenters
     * @param labels what the first segmenter learns from, instead of regions mined and fused; nothing is then erased
     */
    public record Settings(
            BackboneChoice backbone,
            Training classifier,
            Inference activation,
            RegionRule regions,
            Rounds rounds,
            BackgroundChoice background,
            Training segmenter,
            Prohibition prohibition,
            Prediction prediction,
            Retraining retraining,
            Optional<LabelChoice> labels) {}

    /**
     * When erasing ends. A round whose classifier fails to converge, one whose final loss is more than {@code stopAbove} times that of
     * the best constant answer (the tags' entropy), is the last, and its regions are not used. Where all images have the same tags there is
     * nothing to learn, and every round counts as converged.
     *
     * @param fixed exactly so many rounds, whatever the loss; empty leaves it to the rule
     * @param max rounds at the most, at least 1
     * @param stopAbove share of the constant answer's loss, in (0, 10]
     */
    public record Rounds(OptionalInt fixed, int max, double stopAbove) {

        public Rounds {
            fixed.ifPresent(rounds -> Ranges.within("fixed", rounds, 1, 100));
            Ranges.within("max", max, 1, 100);
            Ranges.within("stopAbove", stopAbove, 1e-6, 10);
        }

        int limit() {
            return fixed.orElse(max);
        }
    }

    /**
     * Prohibitive segmentation learning.
     *
     * @param onlineLabels whether the online labels Ŝ are learned from
     * @param branchLoss how the classification branch learns the tags
     */
    public record Prohibition(boolean onlineLabels, BranchLoss branchLoss) {}

    /**
     * How segmenters are asked.
     *
     * @param weighting whether scores are weighted by the classification branch
     * @param floor confidences below it count as 0
     * @param crf refines predictions of images without tags; iterations 0 leaves it out
     */
    public record Prediction(Inference inference, boolean weighting, double floor, Crf crf) {

        public Prediction {
            Ranges.within("floor", floor, 0, 1);
        }
    }

    /**
     * PSL+: the segmenter labels the training images, its labels are refined and keep only the images' classes, and a new segmenter is
     * trained on them.
     *
     * @param crf refines the labels
     * @param goesOn whether the new segmenter starts from the first one's weights; else from the backbone's, as the first did
     */
    public record Retraining(boolean enabled, Crf crf, boolean goesOn) {}

    @Override
    public String name() {
        return "adversarial-erasing";
    }

    @Override
    public Settings defaults() {
        Training classifier = Training.defaults();
        return new Settings(
                BackboneChoice.defaults(),
                classifier,
                Inference.defaults(),
                RegionRule.defaults(),
                new Rounds(OptionalInt.empty(), 4, 0.5),
                new BackgroundChoice(BackgroundChoice.Source.AUTO, 0.06, 0.2),
                new Training(8, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2),
                new Prohibition(true, BranchLoss.SOFT_MARGIN),
                new Prediction(Inference.defaults(), true, 0.1, new Crf(0, 3, 3, 4, 121, 5)),
                new Retraining(true, Crf.defaults(), true),
                Optional.empty());
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        int batch = Math.max(settings.classifier().batch(), settings.segmenter().batch());
        var objections = new ArrayList<>(dataset.trainingObjections(batch));
        objections.addAll(dataset.evaluationObjections());
        objections.addAll(settings.background().objections(dataset));
        return objections;
    }

    @Override
    public Outcome run(Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        Images train = trial.dataset().train();
        if (settings.labels().isPresent()) {
            return segment(settings.labels().get().resolved(trial.dataset()), Outcome.none(), trial, stages);
        }
        Mined mined = erase(train, trial, stages);
        Labelled fused = stages.run(new FuseRegions(
                train, mined.regions(), settings.background().cue(trial.dataset(), mined.cams())));
        return segment(fused.labels(), mined.outcome().with("fused", fused), trial, stages);
    }

    /** PSL on the labels and, where it is asked for, PSL+ on what that predicts. */
    private static Outcome segment(LabelVersion labels, Outcome mined, Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        Images train = trial.dataset().train();
        TrainedNetwork psl = segmenter(train, labels, Optional.empty(), trial, stages);
        Outcome outcome = evaluate("psl", psl, mined, trial, stages);
        if (!settings.retraining().enabled()) {
            return outcome;
        }
        Labelled pseudo = stages.run(new PredictLabels(
                train, psl, settings.prediction().inference(), weighting(settings), true, refinement(settings.retraining().crf()),
                LabelVersion.Kind.PSEUDO));
        Optional<TrainedNetwork> start = Optional.of(psl).filter(_ -> settings.retraining().goesOn());
        TrainedNetwork retrained = segmenter(train, pseudo.labels(), start, trial, stages);
        return evaluate("psl-plus", retrained, outcome.with("pseudo", pseudo), trial, stages);
    }

    /** What the rounds of erasing brought: a round's regions and maps at the same place in both lists. */
    private record Mined(List<LabelVersion> regions, List<Cams> cams, Outcome outcome) {}

    private static Mined erase(Images train, Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        Backbone backbone = settings.backbone().resolved();
        var regions = new ArrayList<LabelVersion>();
        var cams = new ArrayList<Cams>();
        Outcome outcome = Outcome.none();
        Images images = train;
        for (int round = 1; round <= settings.rounds().limit(); round++) {
            var classifier = stages.run(new TrainClassifier(images, backbone, settings.classifier(), trial.seed()));
            outcome = outcome.with("round" + round + ".loss", classifier.finalLoss());
            if (!goesOn(round, classifier, settings.rounds(), stages)) {
                break;
            }
            cams.add(stages.run(new ActivationMaps(images, classifier, settings.activation())));
            Labelled mined = stages.run(new MineRegions(images, cams.getLast(), settings.regions()));
            regions.add(mined.labels());
            images = images.erasing(mined.labels());
            Labelled sofar = stages.run(new FuseRegions(train, regions, new BackgroundCue.Unclaimed()));
            outcome = outcome.with("round" + round + ".regions", mined).with("round" + round + ".fused", sofar);
        }
        return new Mined(regions, cams, outcome.with("rounds", regions.size()));
    }

    /** The stop rule, put on record; round 1's regions are used whatever its loss, since there would be none. */
    private static boolean goesOn(int round, TrainedNetwork classifier, Rounds rounds, Stages stages) {
        double share = classifier.chanceLoss() > 0 ? classifier.finalLoss() / classifier.chanceLoss() : 0;
        boolean converged = share <= rounds.stopAbove();
        boolean goesOn = rounds.fixed().isPresent() || converged || round == 1;
        String finding = "round " + round + "'s classifier ended at " + Math.round(100 * share) + "% of the loss of a constant answer";
        String verdict = rounds.fixed().isPresent()
                ? "the number of rounds is fixed"
                : converged ? "it converged, so its regions are used" : goesOn
                        ? "it did not converge, but a first round has no other regions"
                        : "it did not converge, so erasing stops and its regions are not used";
        stages.decide(new Decision(
                goesOn ? "use-round" : "stop-erasing",
                finding + ": " + verdict,
                Map.of(
                        "round", (double) round,
                        "finalLoss", classifier.finalLoss(),
                        "chanceLoss", classifier.chanceLoss(),
                        "share", share,
                        "stopAbove", rounds.stopAbove())));
        return goesOn;
    }

    private static TrainedNetwork segmenter(
            Images train, LabelVersion labels, Optional<TrainedNetwork> start, Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        var learning = new SegmenterLearning.Prohibitive(
                settings.prohibition().onlineLabels(), settings.prohibition().branchLoss());
        return stages.run(new TrainSegmenter(
                train, labels, settings.backbone().resolved(), settings.segmenter(), learning, Optional.empty(), start, trial.seed()));
    }

    private static Outcome evaluate(
            String name, TrainedNetwork segmenter, Outcome outcome, Trial<Settings> trial, Stages stages) {
        Prediction prediction = trial.settings().prediction();
        return trial.dataset()
                .val()
                .map(val -> outcome.with(name + ".val", stages.run(new PredictLabels(
                        val,
                        segmenter,
                        prediction.inference(),
                        weighting(trial.settings()),
                        false,
                        refinement(prediction.crf()),
                        LabelVersion.Kind.PREDICTION))))
                .orElse(outcome);
    }

    private static OptionalDouble weighting(Settings settings) {
        Prediction prediction = settings.prediction();
        return prediction.weighting() ? OptionalDouble.of(prediction.floor()) : OptionalDouble.empty();
    }

    private static Optional<Crf> refinement(Crf crf) {
        return Optional.of(crf).filter(settings -> settings.iterations() > 0);
    }
}
