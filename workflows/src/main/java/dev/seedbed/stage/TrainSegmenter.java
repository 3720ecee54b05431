package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains a segmenter on a label version.
 *
 * @param labels one mask per image; 255 is left out of the loss
 * @param learning the loss, and the head that it needs
 * @param pyramid a head of several dilated branches; empty for the architecture's own head
 * @param start a segmenter of the same form to start from, head and all; empty starts from the backbone's weights and a head of random
 *     values
 * @param seed of every random draw
 */
public record TrainSegmenter(
        Images images,
        LabelVersion labels,
        Backbone backbone,
        Training training,
        SegmenterLearning learning,
        Optional<AtrousPyramid> pyramid,
        Optional<TrainedNetwork> start,
        long seed)
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
    public boolean checkpoints() {
        return true;
    }

    /** The noise-aware loss averages over sets of pixels of the whole batch by weights that the network decides, so it is computed whole. */
    @Override
    public Optional<StageSpec<TrainedNetwork>> inParts(int parts) {
        return learning instanceof SegmenterLearning.NoiseAware
                ? Optional.empty()
                : training.inParts(parts).map(inParts -> new TrainSegmenter(images, labels, backbone, inParts, learning, pyramid, start, seed));
    }

    @Override
    public Class<TrainedNetwork> resultType() {
        return TrainedNetwork.class;
    }

    @Override
    public List<LabelVersion> labelInputs() {
        return Stream.concat(Stream.of(labels), learning.labelInputs().stream()).toList();
    }
}
