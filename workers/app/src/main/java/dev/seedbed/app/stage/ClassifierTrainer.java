package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.training.task.ClassifierTraining;
import java.util.List;
import java.util.Optional;

/** Trains a classifier on image tags. */
final class ClassifierTrainer implements StageExecutor<TrainClassifier, TrainedNetwork> {

    @Override
    public String kind() {
        return TrainClassifier.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public TrainedNetwork execute(TrainClassifier stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        List<String> classes = pictures.dataset().classes();
        var learner = new ClassifierTraining(stage.backbone().architecture(), classes.subList(1, classes.size()));
        return new StagedTraining(
                        learner, new StagePictures(pictures), stage.backbone(), Optional.empty(), stage.training(), stage.seed(),
                        stage.labelInputs())
                .run(work);
    }
}
