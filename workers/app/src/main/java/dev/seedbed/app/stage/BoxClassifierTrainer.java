package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.training.task.BoxTraining;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Trains BANA's classifier on boxes. */
final class BoxClassifierTrainer implements StageExecutor<TrainBoxClassifier, TrainedNetwork> {

    @Override
    public String kind() {
        return TrainBoxClassifier.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public TrainedNetwork execute(TrainBoxClassifier stage, StageWork work) {
        StagePictures pictures = new StagePictures(StoredPictures.open(work.artifacts(), stage.images())).withBoxes(stage.difficult());
        requireBoxes(pictures, stage);
        List<String> classes = pictures.pictures().dataset().classes();
        var learner = new BoxTraining(stage.backbone().architecture(), classes.subList(1, classes.size()), stage.pooling());
        return new StagedTraining(
                        learner, pictures, stage.backbone(), Optional.empty(), stage.training(), stage.seed(), stage.labelInputs())
                .run(work);
    }

    private static void requireBoxes(StagePictures pictures, TrainBoxClassifier stage) {
        if (IntStream.range(0, pictures.size()).allMatch(index -> pictures.boxes(index).isEmpty())) {
            throw new IllegalArgumentException("no image of list " + stage.images().split() + " of data set "
                    + stage.images().dataset().name() + " has a box" + (stage.difficult() ? "" : " that is not marked difficult")
                    + "; import it with its annotations");
        }
    }
}
