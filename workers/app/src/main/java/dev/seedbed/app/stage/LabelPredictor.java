package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.ArgMax;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.crf.DenseCrf;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.PredictLabels;
import dev.seedbed.stage.StageKey;
import dev.seedbed.training.crf.DenseCrfs;
import dev.seedbed.training.infer.Segmentation;
import dev.seedbed.training.weights.Safetensors;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Labels images with a segmenter; the dense CRF refines some images on the processors while the device is asked about the next. */
final class LabelPredictor implements StageExecutor<PredictLabels, Labelled> {

    @Override
    public String kind() {
        return PredictLabels.KIND;
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public Labelled execute(PredictLabels stage, StageWork work) {
        var pictures = new StagePictures(StoredPictures.open(work.artifacts(), stage.images()));
        Safetensors weights = Safetensors.read("segmenter weights", work.artifacts().read(stage.segmenter().weights()));
        var collector = new LabelCollector(work.artifacts(), pictures.pictures());
        Optional<DenseCrf> crf = stage.crf().filter(settings -> settings.iterations() > 0).map(DenseCrfs::of);
        long start = System.nanoTime();
        var done = new AtomicInteger();
        try (var refinement = new BoundedWork(work.threads())) {
            new Segmentation(weights, stage.inference()).run(work.device(), pictures, work::stopRequested, (index, scores, confidence) -> {
                weigh(scores, confidence, stage.weighting());
                if (stage.onlyTags()) {
                    keepTags(scores, pictures.tags(index));
                }
                refinement.run(() -> {
                    FloatMaps refined = crf.map(c -> refine(c, scores, pictures.picture(index))).orElse(scores);
                    collector.add(index, ArgMax.of(refined));
                });
                work.progress(Progress.of("labelling", done.incrementAndGet(), pictures.size(), start, Map.of()));
            });
            refinement.await();
        } catch (CancellationException e) {
            throw work.stopped();
        }
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), stage.makes(), stage.onlyTags() ? "tags" : "", stage.segmenter().pretraining(), work);
    }

    /** Test-time weighting of AE-PSL: softmax × [1, v], where v below the floor counts as 0. */
    private static void weigh(FloatMaps scores, Optional<float[]> confidence, OptionalDouble floor) {
        if (floor.isEmpty()) {
            return;
        }
        float[] v = confidence.orElseThrow(() -> new IllegalArgumentException(
                "scores cannot be weighted: this segmenter was trained without the classification branch"));
        for (int c = 0; c < v.length; c++) {
            scale(scores, c + 1, v[c] < floor.getAsDouble() ? 0 : v[c]);
        }
    }

    private static void keepTags(FloatMaps scores, float[] tags) {
        for (int c = 0; c < tags.length; c++) {
            scale(scores, c + 1, tags[c]);
        }
    }

    private static void scale(FloatMaps scores, int channel, float factor) {
        for (int i = channel * scores.area(); i < (channel + 1) * scores.area(); i++) {
            scores.values()[i] *= factor;
        }
    }

    /** The CRF on −log p, p renormalised and clipped at 1e-5. */
    private static FloatMaps refine(DenseCrf crf, FloatMaps scores, Raster picture) {
        float[] p = scores.values();
        int area = scores.area();
        for (int pixel = 0; pixel < area; pixel++) {
            float sum = 0;
            for (int c = 0; c < scores.channels(); c++) {
                sum += p[c * area + pixel];
            }
            for (int c = 0; c < scores.channels(); c++) {
                p[c * area + pixel] /= sum;
            }
        }
        return crf.infer(DenseCrf.energies(scores, 1e-5), picture, 1);
    }
}
