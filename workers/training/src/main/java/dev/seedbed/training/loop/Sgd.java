package dev.seedbed.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seedbed.stage.Training;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.weights.Tensor;
import dev.seedbed.training.weights.WeightsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stochastic gradient descent with momentum: v ← μ·v + g + λ·w, w ← w − η·v, with η = lr·factor·(1 − step/steps)^power, or falling in steps.
 * New layers and biases have factors of their own; biases under a factor other than 1 do not decay. Where gradients are clipped, g is scaled by
 * min(1, clipNorm / |all gradients|). Frozen tensors are left alone.
 */
public final class Sgd {

    private final Training training;
    private final long steps;
    private final List<Slot> slots = new ArrayList<>();

    /** A tensor and its velocity. */
    private record Slot(String name, NDArray weight, NDArray velocity, double factor, boolean decays) {}

    /** Starts at rest. */
    public Sgd(NDManager manager, Parameters parameters, Training training, long steps) {
        this.training = training;
        this.steps = steps;
        for (String name : parameters.trained()) {
            addSlot(parameters, name, parameters.get(name).zerosLike());
        }
    }

    /** Goes on with velocities of an earlier attempt. @throws WeightsException if they are not those of the trained tensors */
    public Sgd(NDManager manager, Parameters parameters, Training training, long steps, SortedMap<String, Tensor> velocities) {
        this.training = training;
        this.steps = steps;
        if (velocities.size() != parameters.trained().size()) {
            throw new WeightsException("there are velocities of " + velocities.size() + " tensors where " + parameters.trained().size()
                    + " are trained");
        }
        for (String name : parameters.trained()) {
            NDArray weight = parameters.get(name);
            Tensor velocity = velocities.get(name);
            if (velocity == null || !velocity.shape().equals(weight.getShape())) {
                throw new WeightsException(
                        "the velocity of tensor '" + name + "' is missing or of another shape than " + weight.getShape());
            }
            addSlot(parameters, name, DeviceArrays.copy(manager, velocity.shape(), velocity.floats()));
        }
    }

    private void addSlot(Parameters parameters, String name, NDArray velocity) {
        boolean treatedAsBias = parameters.isBias(name) && training.biases() != 1;
        double factor = (parameters.isFresh(name) ? training.newLayers() : 1) * (treatedAsBias ? training.biases() : 1);
        slots.add(new Slot(name, parameters.get(name), velocity, factor, training.weightDecay() > 0 && !treatedAsBias));
    }

    /** The backbone's rate at a step, counted from 0. */
    public double rate(long step) {
        double share = training.steppedRate()
                .map(stepped -> StrictMath.pow(stepped.factor(), step / stepped.every()))
                .orElseGet(() -> StrictMath.pow(1 - (double) step / steps, training.power()));
        return training.learningRate() * share;
    }

    /**
     * Moves every trained tensor in place.
     *
     * @param manager of the step, which takes what is computed in between
     * @param leaves the same tensors, with their gradients
     */
    public void step(NDManager manager, Parameters leaves, long step) {
        NDArray momentum = manager.create((float) training.momentum());
        NDArray decay = manager.create((float) training.weightDecay());
        Optional<NDArray> clip = training.clipNorm().isPresent() ? Optional.of(clip(leaves, training.clipNorm().getAsDouble())) : Optional.empty();
        Map<Double, NDArray> rates = new HashMap<>();
        for (Slot slot : slots) {
            NDArray rate = rates.computeIfAbsent(slot.factor, factor -> manager.create((float) (rate(step) * factor)));
            NDArray gradient = leaves.get(slot.name).getGradient();
            slot.velocity.muli(momentum).addi(clip.map(gradient::mul).orElse(gradient));
            if (slot.decays) {
                slot.velocity.addi(decay.mul(slot.weight));
            }
            slot.weight.subi(rate.mul(slot.velocity));
        }
    }

    /** min(1, norm / |all gradients|), a scalar. */
    private NDArray clip(Parameters leaves, double norm) {
        NDArray squares = slots.stream()
                .map(slot -> leaves.get(slot.name).getGradient().square().sum())
                .reduce(NDArray::add)
                .orElseThrow();
        return squares.sqrt().add(1e-6f).pow(-1).mul((float) norm).minimum(1);
    }

    /** Copies of all velocities, off the device. */
    public SortedMap<String, Tensor> snapshot() {
        SortedMap<String, Tensor> copies = new TreeMap<>();
        slots.forEach(slot -> copies.put(slot.name, Tensor.of(slot.velocity.getShape(), slot.velocity.toFloatArray())));
        return copies;
    }
}
