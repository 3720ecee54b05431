package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/**
 * Trains a multi-label classifier on image tags: backbone, dropout, a bias-free 1×1 convolution to the classes, global average
 * pooling; multi-label soft-margin loss.
 *
 * @param seed of every random draw
 */
public record TrainClassifier(Images images, Backbone backbone, Training training, long seed)
        implements StageSpec<TrainedNetwork> {

    public static final String KIND = "train-classifier";

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
    public Optional<StageSpec<TrainedNetwork>> inParts(int parts) {
        return training.inParts(parts).map(inParts -> new TrainClassifier(images, backbone, inParts, seed));
    }

    @Override
    public Class<TrainedNetwork> resultType() {
        return TrainedNetwork.class;
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return images.erased();
    }

    @Override
    public Optional<Integer> round() {
        return Optional.of(images.erased().size() + 1);
    }
}
