package dev.seedbed.app.stage;

import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
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
        StoredMasks labels = StoredMasks.open(work.artifacts(), stage.labels());
        requireLabels(pictures, labels, stage);
        List<String> classes = pictures.dataset().classes();
        var learner = new SegmenterTraining(stage.backbone().architecture(), classes.subList(1, classes.size()), stage.learning());
        return new StagedTraining(
                        learner, new StagePictures(pictures).withLabels(labels), stage.backbone(), stage.start(), stage.training(), stage.seed(),
                        stage.labelInputs())
                .run(work);
    }

    private static void requireLabels(StoredPictures pictures, StoredMasks labels, TrainSegmenter stage) {
        if (!labels.manifest().dataset().equals(stage.images().dataset().sha256())) {
            throw new IllegalArgumentException("the labels " + stage.labels().sha256() + " are for another data set than "
                    + stage.images().dataset().name());
        }
        pictures.images().stream().filter(image -> !labels.has(image.id())).findFirst().ifPresent(image -> {
            throw new IllegalArgumentException("the labels " + stage.labels().sha256() + " have no mask for image " + image.id()
                    + " of list " + stage.images().split());
        });
    }
}
