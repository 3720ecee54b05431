package dev.seedbed.app.stage;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.StrongestClass;
import dev.seedbed.stage.LabelMaps;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageKey;
import java.util.OptionalDouble;

/** Labels images with the strongest of their activation maps. */
final class MapLabeller implements StageExecutor<LabelMaps, Labelled> {

    @Override
    public String kind() {
        return LabelMaps.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Labelled execute(LabelMaps stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        var collector = new LabelCollector(work.artifacts(), pictures);
        try (StoredCams cams = StoredCams.open(work.artifacts(), stage.cams())) {
            EachImage.run("labelling maps", pictures.size(), work, index -> {
                StrongestClass strongest = cams.strongest(pictures.images().get(index));
                boolean tellsBackground = cams.tellsBackground(pictures.images().get(index).id());
                collector.add(index, label(strongest, tellsBackground, stage.background()));
            });
        }
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), LabelVersion.Kind.PSEUDO, stage.cams().supervision(),
                stage.cams().pretraining(), work);
    }

    private static Mask label(StrongestClass strongest, boolean tellsBackground, OptionalDouble background) {
        if (tellsBackground == background.isPresent()) {
            throw new IllegalArgumentException(tellsBackground
                    ? "these maps have a row for background; leave the background's score out"
                    : "these maps have no row for background; say what background scores");
        }
        return background.isPresent() ? strongest.above(background.getAsDouble()) : strongest.labels();
    }
}
