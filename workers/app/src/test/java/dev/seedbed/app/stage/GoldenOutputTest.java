package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.Progress;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Drill;
import dev.seedbed.stage.DrillWork;
import dev.seedbed.stage.Drilled;
import dev.seedbed.stage.FuseRegions;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.MineRegions;
import dev.seedbed.stage.PlaceCues;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.stage.RegionRule;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import dev.seedbed.stage.UseTruth;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.training.weights.BuiltinWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every executor makes of a small input. Who changes one of these results changes the executor's version with it, or results of
 * two kinds would stand under one key. Hashes hold where the JVM computes; where the engine does, figures hold within rounding.
 */
class GoldenOutputTest {

    @TempDir
    private Path folder;

    private FolderArtifactStore store;
    private Images images;
    private Backbone backbone;

    @BeforeEach
    void paintScenes() {
        store = new FolderArtifactStore(folder);
        ImportedDataset scenes = new Scenes(5, 8, 2, 64).store(store, Progress.NONE);
        images = Images.of(new DatasetRef("scenes", scenes.ref().sha256()), "train");
        byte[] weights = BuiltinWeights.find("squeezenet1_1").orElseThrow();
        backbone = new Backbone(
                Backbone.Architecture.SQUEEZENET1_1, store.put(weights, ArtifactRef.Format.SAFETENSORS).sha256());
    }

    private <R> R run(StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, new TestWork(store));
    }

    private static Training training(int epochs) {
        return new Training(epochs, 4, 64, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
    }

    /** Maps that the JVM alone draws: a ramp for every tag. */
    private Cams ramps() {
        var pictures = dev.seedbed.data.StoredPictures.open(store, images);
        try (var writer = new StoredCams.Writer()) {
            pictures.images().forEach(image -> {
                int[] classes = image.tags().stream().mapToInt(Integer::intValue).toArray();
                float[] values = new float[classes.length * 64];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (i * 37 + image.id().hashCode() % 64 & 0x3F) / 64f;
                }
                writer.write(image.id(), new FloatMaps(classes.length, 8, 8, values), classes);
            });
            return new Cams(writer.store(store).sha256(), "none");
        }
    }

    @Test
    void everyExecutorHasTheVersionThatItsGoldenOutputWasMadeWith() {
        assertThat(StageExecutors.versions())
                .containsOnly(
                        java.util.Map.entry("activation-maps", "2"),
                        java.util.Map.entry("drill", "1"),
                        java.util.Map.entry("fuse-regions", "1"),
                        java.util.Map.entry("grow-segmenter", "1"),
                        java.util.Map.entry("place-cues", "1"),
                        java.util.Map.entry("label-maps", "1"),
                        java.util.Map.entry("mine-regions", "1"),
                        java.util.Map.entry("label-boxes", "1"),
                        java.util.Map.entry("predict-labels", "2"),
                        java.util.Map.entry("prototype-maps", "2"),
                        java.util.Map.entry("refine-labels", "1"),
                        java.util.Map.entry("sweep-thresholds", "1"),
                        java.util.Map.entry("train-box-classifier", "1"),
                        java.util.Map.entry("use-truth", "1"),
                        java.util.Map.entry("train-classifier", "1"),
                        java.util.Map.entry("train-prototypes", "1"),
                        java.util.Map.entry("train-segmenter", "2"));
    }

    @Test
    void regionsAreMinedAndFusedToTheSameBytes() {
        Cams cams = ramps();
        Labelled peak = run(new MineRegions(images, cams, new RegionRule(RegionRule.Reading.PEAK_FRACTION, 0.5)));
        Labelled area = run(new MineRegions(images, cams, new RegionRule(RegionRule.Reading.AREA_FRACTION, 0.2)));
        List<LabelVersion> rounds = List.of(peak.labels(), area.labels());
        Labelled low = run(new FuseRegions(images, rounds, new BackgroundCue.LowActivation(List.of(cams), 0.3)));
        Labelled salient = run(new FuseRegions(images, rounds, new BackgroundCue.Saliency(0.25)));
        Labelled unclaimed = run(new FuseRegions(images, rounds, new BackgroundCue.Unclaimed()));
        assertThat(List.of(peak, area, low, salient, unclaimed))
                .extracting(labelled -> labelled.labels().sha256().substring(0, 12))
                .containsExactly("71b3edbbd99e", "736e72194e5b", "bfe7b4c6bcff", "6dda1f97a3b8", "71b3edbbd99e");
    }

    @Test
    void aClassifierLearnsAndLooksWhereItDid() throws Exception {
        TrainedNetwork classifier = run(new TrainClassifier(images, backbone, training(2), 3));
        assertThat(classifier.steps()).isEqualTo(4);
        assertThat(classifier.finalLoss()).isCloseTo(0.5076, within(2e-3));
        assertThat(classifier.chanceLoss()).isCloseTo(0.42855963, within(1e-6));
        Cams cams = run(new ActivationMaps(images, classifier, Inference.defaults()));
        Labelled regions = run(new MineRegions(images, cams, new RegionRule(RegionRule.Reading.PEAK_FRACTION, 0.5)));
        assertThat(regions.meanIou().orElseThrow()).isCloseTo(0.2240, within(2e-2));
    }

    private PlaceCues placing(Cams cams, BackgroundCue background) {
        return new PlaceCues(images, cams, 0.5, background, Backbone.Architecture.SQUEEZENET1_1, 64);
    }

    @Test
    void cuesArePlacedInTheSameBytes() {
        Cams cams = ramps();
        Cues low = run(placing(cams, new BackgroundCue.LowActivation(List.of(cams), 0.3)));
        Cues salient = run(placing(cams, new BackgroundCue.Saliency(0.25)));
        Cues unclaimed = run(placing(cams, new BackgroundCue.Unclaimed()));
        assertThat(List.of(low, salient, unclaimed)).allMatch(cues -> cues.gridPx() == 7);
        assertThat(List.of(low, salient, unclaimed))
                .extracting(cues -> cues.arrays().substring(0, 12), cues -> cues.shown().labels().sha256().substring(0, 12))
                .containsExactly(
                        tuple("834ef9b86957", "ea63068d6e8c"), tuple("f06e2c6a381c", "5a155be861c3"), tuple("f5aa534a797a", "7619eaf34f41"));
    }

    @Test
    void seedsGrowAsTheyDid() {
        Cams cams = ramps();
        Cues cues = run(placing(cams, new BackgroundCue.LowActivation(List.of(cams), 0.3)));
        var growing = new RegionGrowing(
                true, Optional.of(new RegionGrowing.Growth(0.6, 0.4, RegionGrowing.Rule.PAPER)), Optional.of(new RegionGrowing.Boundary(false)),
                new Crf(5, 3, 0.4, 10, 10, 13), RegionGrowing.CrfInput.LOG_PROBABILITY);
        TrainedNetwork grown = run(new GrowSegmenter(
                        images, cues, backbone, training(2), growing, Optional.of(new AtrousPyramid(List.of(1, 2))), 3))
                .network();
        assertThat(grown.steps()).isEqualTo(4);
        assertThat(grown.finalLoss()).isCloseTo(8.4557, within(2e-2));
        Inference squares = new Inference(List.of(1.0), false, Optional.of(new Inference.Squares(List.of(48, 64))));
        Labelled predicted = run(new PredictLabels(
                images, grown, squares, OptionalDouble.empty(), true, Optional.empty(), LabelVersion.Kind.PSEUDO));
        assertThat(predicted.meanIou().orElseThrow()).isCloseTo(0.1279, within(3e-2));
        TrainedNetwork retrained = run(new TrainSegmenter(
                images, predicted.labels(), backbone, training(1), new SegmenterLearning.CrossEntropy(true),
                Optional.of(new AtrousPyramid(List.of(1, 2))), Optional.of(grown), 3));
        assertThat(retrained.finalLoss()).isCloseTo(0.1698, within(2e-2));
    }

    @Test
    void aSegmenterLearnsAndPredictsAsItDid() {
        Labelled labels = run(new MineRegions(images, ramps(), new RegionRule(RegionRule.Reading.PEAK_FRACTION, 0.5)));
        var learning = new SegmenterLearning.Prohibitive(true, SegmenterLearning.BranchLoss.SQUARED);
        TrainedNetwork segmenter = run(new TrainSegmenter(images, labels.labels(), backbone, training(2), learning, Optional.empty(), Optional.empty(), 3));
        assertThat(segmenter.finalLoss()).isCloseTo(2.0644, within(5e-3));
        Labelled predicted = run(new PredictLabels(
                images, segmenter, Inference.defaults(), OptionalDouble.of(0.1), true, Optional.of(new Crf(2, 3, 3, 4, 50, 10)),
                LabelVersion.Kind.PSEUDO));
        assertThat(predicted.coverage()).isEqualTo(1);
        assertThat(predicted.meanIou().orElseThrow()).isCloseTo(0.1308, within(3e-2));
        assertThat(predicted.labels().kind()).isEqualTo(LabelVersion.Kind.PSEUDO);
    }

    @Test
    void mapsAreLabelledAndMeasuredToTheSameBytes() {
        Cams cams = ramps();
        Labelled low = run(new LabelMaps(images, cams, OptionalDouble.of(0.25)));
        Labelled high = run(new LabelMaps(images, cams, OptionalDouble.of(0.75)));
        assertThat(List.of(low, high)).extracting(labelled -> labelled.labels().sha256().substring(0, 12)).containsExactly("37f62d97cc2e", "258193d42dd4");
        ThresholdCurve curve = run(new SweepThresholds(images, cams, List.of(0.25, 0.5, 0.75)));
        assertThat(curve.meanIous().getFirst()).isCloseTo(low.meanIou().orElseThrow(), within(1e-12));
        assertThat(curve.meanIous().getLast()).isCloseTo(high.meanIou().orElseThrow(), within(1e-12));
        assertThat(curve.meanIous().get(1)).isCloseTo(0.19859831302530914, within(1e-9));
    }

    @Test
    void labelsAreRefinedAsTheyWere() {
        Labelled labels = run(new LabelMaps(images, ramps(), OptionalDouble.of(0.5)));
        Labelled refined = run(new RefineLabels(images, labels.labels(), 0.7, 0.5, new Crf(5, 3, 3, 10, 50, 5)));
        assertThat(refined.coverage()).isCloseTo(0.6485, within(1e-2));
        assertThat(refined.meanIou().orElseThrow()).isCloseTo(0.1535, within(1e-2));
    }

    @Test
    void prototypesAreLearnedAndMappedAsTheyWere() {
        ImagePrototypes prototypes = ImagePrototypes.defaults();
        TrainedNetwork network = run(new TrainPrototypes(images, backbone, training(2), prototypes, true, 3));
        assertThat(network.steps()).isEqualTo(4);
        assertThat(network.finalLoss()).isCloseTo(0.6468, within(2e-3));
        assertThat(network.chanceLoss()).isCloseTo(0.42855963, within(1e-6));
        Cams specific = run(new PrototypeMaps(images, network, prototypes, Inference.defaults()));
        Labelled labels = run(new LabelMaps(images, specific, OptionalDouble.empty()));
        assertThat(labels.meanIou().orElseThrow()).isCloseTo(0.1921, within(2e-2));
        Cams general = run(new ActivationMaps(images, network, Inference.defaults()));
        ThresholdCurve curve = run(new SweepThresholds(images, general, List.of(0.3)));
        assertThat(curve.best()).isCloseTo(0.2453, within(2e-2));
    }

    @Test
    void boxesAreLearnedAndLabelledTwiceAsTheyWere() {
        TrainedNetwork classifier = run(new TrainBoxClassifier(images, backbone, training(2), BoxPooling.defaults(), false, 3));
        assertThat(classifier.steps()).isEqualTo(4);
        assertThat(classifier.finalLoss()).isCloseTo(1.0033, within(2e-3));
        BoxLabels labels = run(new LabelBoxes(images, classifier, BoxLabelling.defaults(), false));
        assertThat(labels.crf().meanIou().orElseThrow()).isCloseTo(0.8078, within(2e-2));
        assertThat(labels.retrieved().meanIou().orElseThrow()).isCloseTo(0.5849, within(2e-2));
        var learning = new SegmenterLearning.NoiseAware(Optional.of(labels.retrieved().labels()), 0.1, 7, 20);
        TrainedNetwork segmenter = run(new TrainSegmenter(
                images, labels.crf().labels(), backbone, training(2), learning, Optional.empty(), Optional.empty(), 3));
        assertThat(segmenter.finalLoss()).isCloseTo(2.5444, within(5e-3));
        Labelled predicted = run(new PredictLabels(
                images, segmenter, Inference.defaults(), OptionalDouble.empty(), false, Optional.empty(), LabelVersion.Kind.PSEUDO));
        assertThat(predicted.meanIou().orElseThrow()).isCloseTo(0.2241, within(3e-2));
    }

    @Test
    void drillsTellTheLossesThatTheyDid() {
        var work = new DrillWork(Pool.CPU, 40, 0, 20, Optional.empty(), OptionalInt.empty());
        assertThat(run(new Drill(1, work, 2, 0))).isEqualTo(new Drilled(40, 15.533528323661271, 44.161411491081914));
    }

    @Test
    void trueMasksAreMixedInToTheSameBytes() {
        Labelled labels = run(new MineRegions(images, ramps(), new RegionRule(RegionRule.Reading.PEAK_FRACTION, 0.5)));
        Labelled truth = run(new MineRegions(images, ramps(), new RegionRule(RegionRule.Reading.AREA_FRACTION, 0.2)));
        Labelled mixed = run(new UseTruth(images, labels.labels(), truth.labels(), 0.4, 3));
        assertThat(mixed.labels().sha256().substring(0, 12)).isEqualTo("ac533f3d8d23");
    }
}
