package dev.seedbed.stage;

/**
 * Trains BANA's classifier (CVPR 2021, section 3.1): softmax cross-entropy of boxes' pooled features to their classes and of background
 * queries to background, one mean over all of them.
 *
 * <p>Padding around a cropped picture is neither background nor box. A picture without boxes teaches background alone, one without
 * background its boxes alone, pooled plainly; a batch with neither costs 0. A class that is tagged but has no box is not learned from that
 * picture; a list without any box is an error.
 *
 * @param difficult whether objects marked difficult count; else they are neither classified nor kept out of the background
 * @param seed of every random draw
 */
public record TrainBoxClassifier(
        Images images, Backbone backbone, Training training, BoxPooling pooling, boolean difficult, long seed)
        implements StageSpec<TrainedNetwork> {

    public static final String KIND = "train-box-classifier";

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
    public Class<TrainedNetwork> resultType() {
        return TrainedNetwork.class;
    }
}
