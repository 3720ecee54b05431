package dev.seedbed.stage;

import dev.seedbed.artifact.Sha256;

/**
 * What training leaves: weights, and how well they fit in the end.
 *
 * @param weights hash of a safetensors artifact, backbone and head, its metadata naming the architecture and input convention
 * @param steps optimizer steps taken
 * @param finalLoss mean loss over the last epoch
 * @param chanceLoss the loss of the best constant answer on the same images (the tags' entropy for a classifier); NaN-free, 0 when
 *     it has no meaning
 */
public record TrainedNetwork(String weights, long steps, double finalLoss, double chanceLoss) {

    public TrainedNetwork {
        Sha256.require(weights);
    }
}
