package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.PrototypeMaps;
import dev.seedbed.training.infer.PrototypeActivation;
import dev.seedbed.training.weights.Safetensors;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Compares every image with prototypes of its own. */
final class PrototypeMapper implements StageExecutor<PrototypeMaps, Cams> {

    @Override
    public String kind() {
        return PrototypeMaps.KIND;
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public Cams execute(PrototypeMaps stage, StageWork work) {
        var pictures = new StagePictures(StoredPictures.open(work.artifacts(), stage.images()));
        Safetensors weights = Safetensors.read("weights of prototypes", work.artifacts().read(stage.network().weights()));
        var activation = new PrototypeActivation(weights, stage.prototypes(), stage.inference());
        long start = System.nanoTime();
        try (var arrays = new StoredCams.Writer()) {
            var done = new AtomicInteger();
            activation.run(work.device(), pictures, work::stopRequested, (index, classes, maps) -> {
                arrays.write(pictures.id(index), maps, classes);
                work.progress(Progress.of("comparing with prototypes", done.incrementAndGet(), pictures.size(), start, Map.of()));
            });
            ArtifactRef stored = arrays.store(work.artifacts());
            work.output("cams", stored);
            return new Cams(stored.sha256(), stage.network().pretraining());
        } catch (CancellationException e) {
            throw work.stopped();
        }
    }
}
