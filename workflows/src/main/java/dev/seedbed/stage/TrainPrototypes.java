package dev.seedbed.stage;

import java.util.Optional;

/**
 * Trains a multi-label classifier whose activation maps are held consistent with the image-specific ones (SIPE, CVPR 2022, section 3.3).
 * {@link ActivationMaps} asks it for CAMs, {@link PrototypeMaps} for IS-CAMs.
 *
 * @param prototypes as they are learned with; how the network is asked later is left out
 * @param consistency false leaves the general-specific consistency loss out, and with it nothing that trains the projections: they stay as
 *     drawn
 * @param seed of every random draw
 */
public record TrainPrototypes(
        Images images, Backbone backbone, Training training, ImagePrototypes prototypes, boolean consistency, long seed)
        implements StageSpec<TrainedNetwork> {

    public static final String KIND = "train-prototypes";

    public TrainPrototypes {
        prototypes = prototypes.asked(ImagePrototypes.Asked.AS_TRAINED);
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
    public Optional<StageSpec<TrainedNetwork>> inParts(int parts) {
        return training.inParts(parts).map(inParts -> new TrainPrototypes(images, backbone, inParts, prototypes, consistency, seed));
    }

    @Override
    public Class<TrainedNetwork> resultType() {
        return TrainedNetwork.class;
    }
}
