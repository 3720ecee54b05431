package dev.seedbed.training.input;

import ai.djl.ndarray.NDArray;
import dev.seedbed.training.network.Dropout;
import java.util.Optional;

/**
 * One step's input on the device.
 *
 * @param pixels [N,3,S,S] floats
 * @param tags [N,C] floats, 0 or 1
 * @param labels [N,S,S] unsigned bytes, 255 unknown; where the network learns from labels
 * @param dropout this step's masks
 */
public record BatchArrays(NDArray pixels, NDArray tags, Optional<NDArray> labels, Dropout dropout) {}
