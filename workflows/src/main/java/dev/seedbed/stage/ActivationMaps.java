package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/**
 * Asks a classifier where it looks: the class activation maps of every image's tags.
 *
 * @param classifier what {@link TrainClassifier} left
 */
public record ActivationMaps(Images images, TrainedNetwork classifier, Inference inference) implements StageSpec<Cams> {

    public static final String KIND = "activation-maps";

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

    @Override
    public List<LabelVersion> labelInputs() {
        return images.erased();
    }

    @Override
    public Optional<Integer> round() {
        return Optional.of(images.erased().size() + 1);
    }
}
