package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/**
 * Trains a segmenter from localization cues by seeded region growing (DSRG, CVPR 2018). Every epoch's precision, recall, IoU and coverage of
 * the seeds are metrics of the stage, where the data set has true masks the first three.
 *
 * @param cues on the grid that the network gives for {@code training.sidePx()}; pictures are squashed, never cropped
 * @param pyramid the head's dilated branches; empty for the architecture's own head
 * @param seed of every random draw
 */
public record GrowSegmenter(
        Images images,
        Cues cues,
        Backbone backbone,
        Training training,
        RegionGrowing growing,
        Optional<AtrousPyramid> pyramid,
        long seed)
        implements StageSpec<GrownSegmenter> {

    public static final String KIND = "grow-segmenter";

    public GrowSegmenter {
        if (training.crop()) {
            throw new IllegalArgumentException("cues lie on a grid over the whole picture: training.crop must be false");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    @Override
    public boolean checkpoints() {
        return true;
    }

    @Override
    public Optional<StageSpec<GrownSegmenter>> inParts(int parts) {
        return training.inParts(parts).map(inParts -> new GrowSegmenter(images, cues, backbone, inParts, growing, pyramid, seed));
    }

    @Override
    public Class<GrownSegmenter> resultType() {
        return GrownSegmenter.class;
    }

    /**
     * Makes sure that the cues lie where the network's scores will.
     *
     * @param networkGrid cells along each side of the grid that the backbone gives for {@code training.sidePx()}
     * @throws IllegalArgumentException if they lie on another grid
     */
    public void requireGrid(int networkGrid) {
        if (cues.gridPx() != networkGrid) {
            throw new IllegalArgumentException("the cues lie on a grid of " + cues.gridPx() + "x" + cues.gridPx()
                    + " cells, but the network sees a square of " + training.sidePx() + " pixels on " + networkGrid + "x" + networkGrid
                    + "; take cues for the training's sidePx and its backbone, or another sidePx");
        }
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return List.of(cues.shown().labels());
    }
}
