package dev.seedbed.training.network;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A tensor that a network learns.
 *
 * @param name torchvision's where it has one
 * @param start what it is when no file brings it; empty when a file must
 */
public record ParameterSpec(String name, Shape shape, Optional<Start> start) {

    /** Whether it is a bias, which some recipes train at another rate and never decay. */
    public boolean isBias() {
        return isBias(name);
    }

    static boolean isBias(String name) {
        return name.endsWith(".bias");
    }

    /** Weight [out, in, kernel, kernel] and bias [out] of a convolution that a file must bring. */
    static List<ParameterSpec> pretrained(String layer, int out, int in, int kernel) {
        return List.of(
                new ParameterSpec(layer + ".weight", new Shape(out, in, kernel, kernel), Optional.empty()),
                new ParameterSpec(layer + ".bias", new Shape(out), Optional.empty()));
    }

    /** Weight and bias of a convolution that may start from random values; its biases from 0. */
    static List<ParameterSpec> fresh(String layer, int out, int in, int kernel, Start start) {
        return List.of(
                new ParameterSpec(layer + ".weight", new Shape(out, in, kernel, kernel), Optional.of(start)),
                new ParameterSpec(layer + ".bias", new Shape(out), Optional.of(new Start.Zero())));
    }
}
