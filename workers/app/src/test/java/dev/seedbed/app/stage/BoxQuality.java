package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.Progress;
import dev.seedbed.data.VocImport;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.training.weights.BuiltinWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * BANA on a folder in VOC layout, 128×128, SqueezeNet, batch 16, 5 epochs: mIoU on the list train of labels made of boxes, with pooling
 * {@code mean} or {@code aware} in so many regions; then, where asked for, on the list val of segmenters (batch 8, 8 epochs).
 *
 * <p>Arguments: folder, kind of pooling, regions, seed, any word for segmenters.
 */
final class BoxQuality {

    private final FolderArtifactStore store;
    private final DatasetRef dataset;
    private final Backbone backbone;
    private final long seed;

    private BoxQuality(Path voc, long seed) throws IOException {
        store = new FolderArtifactStore(Files.createTempDirectory("box-quality"));
        ImportedDataset data = VocImport.importVoc(voc, ImportOptions.defaults().squashedTo(128), store, Progress.NONE);
        dataset = new DatasetRef("photographs", data.ref().sha256());
        byte[] weights = BuiltinWeights.find("squeezenet1_1").orElseThrow();
        backbone = new Backbone(Backbone.Architecture.SQUEEZENET1_1, store.put(weights, ArtifactRef.Format.SAFETENSORS).sha256());
        this.seed = seed;
    }

    public static void main(String[] arguments) throws IOException {
        var quality = new BoxQuality(Path.of(arguments[0]), Long.parseLong(arguments[3]));
        var kind = arguments[1].equals("mean") ? BoxPooling.Kind.MEAN : BoxPooling.Kind.BACKGROUND_AWARE;
        BoxLabels labels = quality.labels(new BoxPooling(kind, Integer.parseInt(arguments[2]), 4, 0.125));
        if (arguments.length > 4) {
            quality.segmenters(labels);
        }
    }

    private BoxLabels labels(BoxPooling pooling) {
        Images train = Images.of(dataset, "train");
        var training = new Training(5, 16, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0);
        long start = System.nanoTime();
        TrainedNetwork classifier = run(new TrainBoxClassifier(train, backbone, training, pooling, false, seed));
        say("%s: trained in %.1f s, loss %.4f", pooling, (System.nanoTime() - start) * 1e-9, classifier.finalLoss());
        BoxLabels last = null;
        for (BoxLabelling labelling : List.of(labelling(false, 4, 0), labelling(true, 4, 0), BoxLabelling.defaults(), labelling(true, 4, 0.99))) {
            last = run(new LabelBoxes(train, classifier, labelling, false));
            say("  Y_crf %.4f Y_ret %.4f: u_0 %s, grid %d, zero below %s", last.crf().meanIou().orElseThrow(),
                    last.retrieved().meanIou().orElseThrow(), labelling.attention(), labelling.grid(), labelling.zeroBelow());
        }
        return last;
    }

    private static BoxLabelling labelling(boolean attention, int grid, double zeroBelow) {
        return new BoxLabelling(attention, grid, zeroBelow, BoxLabelling.Peak.BOX, BoxLabelling.defaults().crf());
    }

    private void segmenters(BoxLabels labels) {
        Optional<LabelVersion> retrieved = Optional.of(labels.retrieved().labels());
        segmenter("Y_crf", labels.crf(), noiseAware(Optional.empty(), 0));
        segmenter("Y_ret", labels.retrieved(), noiseAware(Optional.empty(), 0));
        segmenter("agreeing", labels.crf(), noiseAware(retrieved, 0));
        segmenter("noise-aware", labels.crf(), noiseAware(retrieved, 0.1));
    }

    private static SegmenterLearning noiseAware(Optional<LabelVersion> retrieved, double disagreement) {
        return new SegmenterLearning.NoiseAware(retrieved, disagreement, 7, 20);
    }

    private void segmenter(String name, Labelled labels, SegmenterLearning learning) {
        var training = new Training(8, 8, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.2);
        TrainedNetwork segmenter = run(new TrainSegmenter(
                Images.of(dataset, "train"), labels.labels(), backbone, training, learning, Optional.empty(), Optional.empty(), seed));
        Labelled predicted = run(new PredictLabels(
                Images.of(dataset, "val"), segmenter, Inference.defaults(), OptionalDouble.empty(), false, Optional.empty(),
                LabelVersion.Kind.PREDICTION));
        say("  segmenter on %s: loss %.4f, val %.4f", name, segmenter.finalLoss(), predicted.meanIou().orElseThrow());
    }

    private <R> R run(StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, new TestWork(store));
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
