package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.TrainPrototypes;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.training.task.PrototypeTraining;
import java.util.List;
import java.util.Optional;

/** Trains a classifier whose maps agree with image-specific ones. */
final class PrototypeTrainer implements StageExecutor<TrainPrototypes, TrainedNetwork> {

    @Override
    public String kind() {
        return TrainPrototypes.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public TrainedNetwork execute(TrainPrototypes stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        List<String> classes = pictures.dataset().classes();
        var learner = new PrototypeTraining(
                stage.backbone().architecture(), classes.subList(1, classes.size()), stage.prototypes(), stage.consistency());
        return new StagedTraining(
                        learner, new StagePictures(pictures), stage.backbone(), Optional.empty(), stage.training(), stage.seed(), stage.labelInputs())
                .run(work);
    }
}
