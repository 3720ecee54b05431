package dev.seedbed.training.network;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of a network.
 *
 * @param name torchvision's where it has one
 * @param start what it is when no file brings it; empty when a file must
 * @param stage the backbone's stage that it belongs to, counted from 1 ({@link Extractor#stages}); 0 for a head's
 * @param frozen whether it is loaded and saved, but never trained: it has no gradient, no velocity and does not decay
 */
public record ParameterSpec(String name, Shape shape, Optional<Start> start, int stage, boolean frozen) {

    /** A trained tensor outside the backbone's stages. */
    public ParameterSpec(String name, Shape shape, Optional<Start> start) {
        this(name, shape, start, 0, false);
    }

    /** Whether it is a bias, which some recipes train at another rate and never decay. */
    public boolean isBias() {
        return isBias(name);
    }

    static boolean isBias(String name) {
        return name.endsWith(".bias");
    }

    /** The same tensors, those of the first stages frozen: all that those stages are computed from. */
    public static List<ParameterSpec> freeze(List<ParameterSpec> specs, int stages) {
        return specs.stream()
                .map(spec -> spec.stage > 0 && spec.stage <= stages
                        ? new ParameterSpec(spec.name, spec.shape, spec.start, spec.stage, true)
                        : spec)
                .toList();
    }

    /** The same tensors as a stage's own. */
    static List<ParameterSpec> ofStage(int stage, List<ParameterSpec> specs) {
        return specs.stream().map(spec -> new ParameterSpec(spec.name, spec.shape, spec.start, stage, spec.frozen)).toList();
    }

    /** Weight [out, in, kernel, kernel] and bias [out] of a convolution that a file must bring. */
    static List<ParameterSpec> pretrained(String layer, int out, int in, int kernel) {
        return List.of(unbiased(layer, out, in, kernel), new ParameterSpec(layer + ".bias", new Shape(out), Optional.empty()));
    }

    /** Weight [out, in, kernel, kernel] of a convolution without bias that a file must bring. */
    static ParameterSpec unbiased(String layer, int out, int in, int kernel) {
        return new ParameterSpec(layer + ".weight", new Shape(out, in, kernel, kernel), Optional.empty());
    }

    /** Weight [out, in] and bias [out] of a fully connected layer that a file must bring. */
    static List<ParameterSpec> linear(String layer, int out, int in) {
        return List.of(
                new ParameterSpec(layer + ".weight", new Shape(out, in), Optional.empty()),
                new ParameterSpec(layer + ".bias", new Shape(out), Optional.empty()));
    }

    /** Scale, shift, mean and variance [channels] of a frozen batch norm that a file must bring. */
    static List<ParameterSpec> frozenNorm(String layer, int channels) {
        return List.of("weight", "bias", "running_mean", "running_var").stream()
                .map(part -> new ParameterSpec(layer + "." + part, new Shape(channels), Optional.empty(), 0, true))
                .toList();
    }

    /** Weight and bias of a convolution that may start from random values; its biases from 0. */
    static List<ParameterSpec> fresh(String layer, int out, int in, int kernel, Start start) {
        return List.of(
                new ParameterSpec(layer + ".weight", new Shape(out, in, kernel, kernel), Optional.of(start)),
                new ParameterSpec(layer + ".bias", new Shape(out), Optional.of(new Start.Zero())));
    }
}
