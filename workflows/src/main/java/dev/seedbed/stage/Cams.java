package dev.seedbed.stage;

import dev.seedbed.artifact.Sha256;

/**
 * Class activation maps of a list of images.
 *
 * @param arrays hash of an NPZ artifact: per image id, {@code ID/maps} float32 [C,h,w] rectified and not normalised, one row for every
 *     tag, at the network's grid; {@code ID/classes} int32 [C] their class indices. Bilinear to the picture's size, then divided by
 *     its maximum + 1e-5, each row is the CAM.
 */
public record Cams(String arrays) {

    public Cams {
        Sha256.require(arrays);
    }
}
