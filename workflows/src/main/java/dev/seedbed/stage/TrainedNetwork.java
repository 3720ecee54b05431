package dev.seedbed.stage;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import java.util.List;
import java.util.Objects;

/**
 * What training leaves: weights, and how well they fit in the end.
 *
 * @param weights hash of a safetensors artifact, backbone and head, its metadata naming the architecture and input convention
 * @param steps optimizer steps taken
 * @param finalLoss mean loss over the last epoch
 * @param chanceLoss the loss of the best constant answer on the same images (the tags' entropy for a classifier); 0 where it has no
 *     meaning
 * @param learnedFrom the label versions that it was trained on; the weights tell the result, these where it came from
 * @param pretraining what the backbone had seen before, such as {@code imagenet}
 */
public record TrainedNetwork(
        String weights,
        long steps,
        double finalLoss,
        double chanceLoss,
        @NotInKey List<LabelVersion> learnedFrom,
        @NotInKey String pretraining) {

    public TrainedNetwork {
        Sha256.require(weights);
        learnedFrom = List.copyOf(learnedFrom);
        Objects.requireNonNull(pretraining, "pretraining");
    }
}
