package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.training.task.SegmenterTraining;
import java.util.List;

/** Trains a segmenter on a label version. */
final class SegmenterTrainer implements StageExecutor<TrainSegmenter, TrainedNetwork> {

    @Override
    public String kind() {
        return TrainSegmenter.KIND;
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public TrainedNetwork execute(TrainSegmenter stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        StagePictures labelled = new StagePictures(pictures).withLabels(InputLabels.open(work, stage.labels(), stage.images(), pictures));
        List<String> classes = pictures.dataset().classes();
        var learner = new SegmenterTraining(
                stage.backbone().architecture(), classes.subList(1, classes.size()), stage.learning(), stage.pyramid());
        return new StagedTraining(
                        learner, withSecond(labelled, stage, work), stage.backbone(), stage.start(), stage.training(), stage.seed(),
                        stage.labelInputs())
                .run(work);
    }

    /** With the label version that the learning compares with, where it does. */
    private static StagePictures withSecond(StagePictures labelled, TrainSegmenter stage, StageWork work) {
        return switch (stage.learning()) {
            case SegmenterLearning.CrossEntropy _, SegmenterLearning.Prohibitive _ -> labelled;
            case SegmenterLearning.NoiseAware noiseAware -> noiseAware.retrieved()
                    .map(second -> labelled.withOtherLabels(InputLabels.open(work, second, stage.images(), labelled.pictures())))
                    .orElse(labelled);
        };
    }
}
