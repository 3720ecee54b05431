package dev.seedbed.stage;

/**
 * IS-CAMs of every image (SIPE, CVPR 2022): features and CAMs summed over scales and flips, then structure, seeds,
 * prototypes and the rectified similarity to them. The maps have a row for background.
 *
 * @param network what {@link TrainPrototypes} left
 */
public record PrototypeMaps(Images images, TrainedNetwork network, ImagePrototypes prototypes, Inference inference)
        implements StageSpec<Cams> {

    public static final String KIND = "prototype-maps";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    @Override
    public Class<Cams> resultType() {
        return Cams.class;
    }
}
