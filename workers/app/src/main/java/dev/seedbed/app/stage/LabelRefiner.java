package dev.seedbed.app.stage;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.crf.LabelRefinement;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.RefineLabels;
import dev.seedbed.stage.StageKey;
import dev.seedbed.training.crf.DenseCrfs;

/** Refines labels by the dense CRF, some images at a time. */
final class LabelRefiner implements StageExecutor<RefineLabels, Labelled> {

    @Override
    public String kind() {
        return RefineLabels.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Labelled execute(RefineLabels stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        StoredMasks labels = InputLabels.open(work, stage.labels(), stage.images(), pictures);
        var collector = new LabelCollector(work.artifacts(), pictures);
        var refinement = new LabelRefinement(DenseCrfs.of(stage.crf()), stage.certainty(), stage.backgroundScale());
        EachImage.run("refining labels", pictures.size(), work, index -> {
            String id = pictures.images().get(index).id();
            collector.add(index, refinement.of(labels.mask(id), pictures.raster(index)));
        });
        return collector.finish(stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.PSEUDO, "", "", work);
    }
}
