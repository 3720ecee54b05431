package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;

/**
 * Trains a segmenter on a label version.
 *
 * @param labels one mask per image; 255 is left out of the loss
 * @param learning plain, or with AE-PSL's classification branch
 * @param seed of every random draw
 */
public record TrainSegmenter(
        Images images, LabelVersion labels, Backbone backbone, Training training, SegmenterLearning learning, long seed)
        implements StageSpec<TrainedNetwork> {

    public static final String KIND = "train-segmenter";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    @Override
    public Class<TrainedNetwork> resultType() {
        return TrainedNetwork.class;
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return List.of(labels);
    }
}
