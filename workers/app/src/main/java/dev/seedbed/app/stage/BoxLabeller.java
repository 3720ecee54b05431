package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.ArgMax;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.crf.DenseCrf;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageKey;
import dev.seedbed.training.crf.DenseCrfs;
import dev.seedbed.training.infer.BoxResponses;
import dev.seedbed.training.weights.Safetensors;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Labels the pixels of boxes twice; the processors refine and retrieve labels of some images while the device looks at the next. */
final class BoxLabeller implements StageExecutor<LabelBoxes, BoxLabels> {

    @Override
    public String kind() {
        return LabelBoxes.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public BoxLabels execute(LabelBoxes stage, StageWork work) {
        StagePictures pictures = new StagePictures(StoredPictures.open(work.artifacts(), stage.images())).withBoxes(stage.difficult());
        Safetensors weights = Safetensors.read("box classifier weights", work.artifacts().read(stage.classifier().weights()));
        var crf = new LabelCollector(work.artifacts(), pictures.pictures(), "crf");
        var retrieved = new LabelCollector(work.artifacts(), pictures.pictures(), "retrieved");
        DenseCrf refiner = DenseCrfs.of(stage.labelling().crf());
        long start = System.nanoTime();
        var done = new AtomicInteger();
        try (var refinement = new BoundedWork(work.threads())) {
            new BoxResponses(weights, stage.labelling()).run(work.device(), pictures, work::stopRequested, (index, response) -> {
                refinement.run(() -> {
                    Mask labels = response.keptInBoxes(refined(refiner, response.unary(), pictures.picture(index)));
                    crf.add(index, labels);
                    retrieved.add(index, response.retrieved(labels));
                });
                work.progress(Progress.of("labelling boxes", done.incrementAndGet(), pictures.size(), start, Map.of()));
            });
            refinement.await();
        } catch (CancellationException e) {
            throw work.stopped();
        }
        return new BoxLabels(finish(crf, stage, work), finish(retrieved, stage, work));
    }

    private static Mask refined(DenseCrf crf, FloatMaps unary, Raster picture) {
        return ArgMax.of(crf.iterations() == 0 ? unary : crf.infer(DenseCrf.energies(unary, 1e-5), picture, 1));
    }

    private Labelled finish(LabelCollector collector, LabelBoxes stage, StageWork work) {
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.PSEUDO, "boxes", stage.classifier().pretraining(),
                work);
    }
}
