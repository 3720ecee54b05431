package dev.seedbed.training.input;

import ai.djl.ndarray.NDArray;
import dev.seedbed.training.network.Dropout;
import java.util.List;
import java.util.Optional;

/**
 * One step's input on the device.
 *
 * @param pixels [N,3,S,S] floats
 * @param tags [N,C] floats, 0 or 1
 * @param labels [N,S,S] unsigned bytes, 255 unknown; where the network learns from labels
 * @param otherLabels the same of a second version; where the network learns from two
 * @param dropout this step's masks
 * @param shown what each square shows, off the device
 */
public record BatchArrays(NDArray pixels, NDArray tags, Optional<NDArray> labels, Optional<NDArray> otherLabels, Dropout dropout, List<Shown> shown) {}
