package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.ActivationMaps;
import dev.seedbed.stage.Cams;
import dev.seedbed.training.infer.ClassActivation;
import dev.seedbed.training.weights.Safetensors;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a classifier where it looks. */
final class ActivationMapper implements StageExecutor<ActivationMaps, Cams> {

    @Override
    public String kind() {
        return ActivationMaps.KIND;
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public Cams execute(ActivationMaps stage, StageWork work) {
        var pictures = new StagePictures(StoredPictures.open(work.artifacts(), stage.images()));
        Safetensors weights = Safetensors.read("classifier weights", work.artifacts().read(stage.classifier().weights()));
        long start = System.nanoTime();
        try (var arrays = new StoredCams.Writer()) {
            var done = new AtomicInteger();
            new ClassActivation(weights, stage.inference()).run(work.device(), pictures, work::stopRequested, (index, tags, maps) -> {
                arrays.write(pictures.id(index), maps, Arrays.stream(tags).map(tag -> tag + 1).toArray());
                work.progress(Progress.of("asking where it looks", done.incrementAndGet(), pictures.size(), start, Map.of()));
            });
            ArtifactRef stored = arrays.store(work.artifacts());
            work.output("cams", stored);
            return new Cams(stored.sha256(), stage.classifier().pretraining());
        } catch (CancellationException e) {
            throw work.stopped();
        }
    }
}
