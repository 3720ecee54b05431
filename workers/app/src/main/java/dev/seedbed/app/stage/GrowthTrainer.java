package dev.seedbed.app.stage;

import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.GrownSegmenter;
import dev.seedbed.training.task.GrowthTraining;
import dev.seedbed.training.task.SeedCounts;
import java.util.List;
import java.util.Optional;

/** Trains a segmenter from cues by seeded region growing. */
final class GrowthTrainer implements StageExecutor<GrowSegmenter, GrownSegmenter> {

    @Override
    public String kind() {
        return GrowSegmenter.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public GrownSegmenter execute(GrowSegmenter stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        List<String> classes = pictures.dataset().classes();
        var learner = new GrowthTraining(
                stage.backbone().architecture(), classes.subList(1, classes.size()), stage.pyramid(), stage.growing(), stage.training().sidePx());
        stage.requireGrid(learner.needs().grid().orElseThrow());
        try (StoredCues cues = StoredCues.open(work.artifacts(), stage.cues())) {
            requireCues(pictures, cues, stage);
            StagedTraining.Trained trained = new StagedTraining(
                            learner, new StagePictures(pictures).withCues(cues), stage.backbone(), Optional.empty(), stage.training(), stage.seed(),
                            stage.labelInputs())
                    .train(work);
            return new GrownSegmenter(trained.network(), SeedCounts.quality(trained.lastCounts()));
        }
    }

    private static void requireCues(StoredPictures pictures, StoredCues cues, GrowSegmenter stage) {
        pictures.images().stream().filter(image -> !cues.has(image.id())).findFirst().ifPresent(image -> {
            throw new IllegalArgumentException("the cues " + stage.cues().arrays() + " lack image " + image.id() + " of list "
                    + stage.images().split());
        });
    }
}
