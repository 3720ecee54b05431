package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.Progress;
import dev.seedbed.data.VocImport;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Crf;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Inference;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.training.weights.BuiltinWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * SIPE on a folder in VOC layout, 128×128, SqueezeNet, batch 16, 6 epochs, one seed, with the consistency loss or without it: mIoU on the
 * list train of CAMs at their best threshold, of IS-CAMs, and of these refined.
 */
final class PrototypeQuality {

    private PrototypeQuality() {}

    public static void main(String[] arguments) throws IOException {
        var store = new FolderArtifactStore(Files.createTempDirectory("prototype-quality"));
        ImportedDataset data = VocImport.importVoc(Path.of(arguments[0]), ImportOptions.defaults().squashedTo(128), store, Progress.NONE);
        Images train = Images.of(new DatasetRef("photographs", data.ref().sha256()), "train");
        byte[] weights = BuiltinWeights.find("squeezenet1_1").orElseThrow();
        var backbone = new Backbone(Backbone.Architecture.SQUEEZENET1_1, store.put(weights, ArtifactRef.Format.SAFETENSORS).sha256());
        var training = new Training(6, 16, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0);
        boolean consistency = Boolean.parseBoolean(arguments[1]);
        long start = System.nanoTime();
        TrainedNetwork network = run(
                store, new TrainPrototypes(train, backbone, training, ImagePrototypes.defaults(), consistency, Long.parseLong(arguments[2])));
        say("trained in %.1f s, loss %.4f", (System.nanoTime() - start) * 1e-9, network.finalLoss());
        Cams general = run(store, new ActivationMaps(train, network, Inference.defaults()));
        ThresholdCurve curve = run(
                store, new SweepThresholds(train, general, IntStream.range(1, 20).mapToObj(twentieth -> twentieth / 20.0).toList()));
        say("CAM %.4f at %.2f", curve.best(), curve.bestThreshold());
        for (ImagePrototypes prototypes : variants()) {
            Cams specific = run(store, new PrototypeMaps(train, network, prototypes, Inference.defaults()));
            Labelled labels = run(store, new LabelMaps(train, specific, OptionalDouble.empty()));
            Labelled refined = run(store, new RefineLabels(train, labels.labels(), 0.7, 0.5, new Crf(10, 3, 3, 10, 50, 5)));
            say("IS-CAM %.4f, refined %.4f, coverage %.3f: %s", labels.meanIou().orElseThrow(), refined.meanIou().orElseThrow(), refined.coverage(), prototypes);
        }
    }

    private static List<ImagePrototypes> variants() {
        ImagePrototypes usual = ImagePrototypes.defaults();
        return List.of(
                usual,
                usual.asked(ImagePrototypes.Asked.RELEASED_CODE),
                new ImagePrototypes(usual.seeds(), usual.threshold(), ImagePrototypes.Features.LAST_STAGE, usual.backgroundScale(), usual.scaling()),
                new ImagePrototypes(
                        ImagePrototypes.Seeds.THRESHOLD, usual.threshold(), usual.features(), usual.backgroundScale(), usual.scaling()),
                new ImagePrototypes(
                        usual.seeds(), usual.threshold(), usual.features(), usual.backgroundScale(), ImagePrototypes.Scaling.MAP));
    }

    private static <R> R run(FolderArtifactStore store, StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, new TestWork(store));
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
