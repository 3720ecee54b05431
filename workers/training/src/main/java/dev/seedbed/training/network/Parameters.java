package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import dev.seedbed.training.weights.WeightsException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network's tensors on a device, by name, in the order of their layers. */
public final class Parameters {

    private final SequencedMap<String, NDArray> arrays;
    private final Set<String> fresh;
    private final Set<String> frozen;

    private Parameters(SequencedMap<String, NDArray> arrays, Set<String> fresh, Set<String> frozen) {
        this.arrays = Collections.unmodifiableSequencedMap(arrays);
        this.fresh = Set.copyOf(fresh);
        this.frozen = Set.copyOf(frozen);
    }

    /**
     * A network before training: from a file where it brings a tensor, else from random values. A head's tensors count as fresh in either
     * case, so that they are trained at the rate of new layers.
     *
     * @param seed of the random values; each tensor's depend on its name, not on the others
     * @throws WeightsException if the file lacks a tensor that it must bring, or has it in another shape
     */
    public static Parameters initial(
            NDManager manager, List<ParameterSpec> backbone, List<ParameterSpec> head, Safetensors file, long seed) {
        SequencedMap<String, NDArray> arrays = new LinkedHashMap<>();
        Set<String> fresh = new HashSet<>();
        for (ParameterSpec spec : backbone) {
            if (file.tensors().containsKey(spec.name()) || spec.start().isEmpty()) {
                arrays.put(spec.name(), stored(manager, spec, file));
            } else {
                arrays.put(spec.name(), drawn(manager, spec, seed));
                fresh.add(spec.name());
            }
        }
        for (ParameterSpec spec : head) {
            arrays.put(spec.name(), file.tensors().containsKey(spec.name()) ? stored(manager, spec, file) : drawn(manager, spec, seed));
            fresh.add(spec.name());
        }
        Set<String> frozen = Stream.concat(backbone.stream(), head.stream())
                .filter(ParameterSpec::frozen)
                .map(ParameterSpec::name)
                .collect(Collectors.toSet());
        return new Parameters(arrays, fresh, frozen);
    }

    /**
     * A trained network, every tensor from its file.
     *
     * @throws WeightsException if the file lacks a tensor or has it in another shape
     */
    public static Parameters trained(NDManager manager, List<ParameterSpec> specs, Safetensors file) {
        SequencedMap<String, NDArray> arrays = new LinkedHashMap<>();
        specs.forEach(spec -> arrays.put(spec.name(), stored(manager, spec, file)));
        return new Parameters(arrays, Set.of(), Set.of());
    }

    /**
     * Checks that a file could start a backbone, without a device.
     *
     * @throws WeightsException if the file lacks a tensor that it must bring, or has it in another shape
     */
    public static void requireFits(List<ParameterSpec> backbone, Safetensors file) {
        backbone.stream()
                .filter(spec -> file.tensors().containsKey(spec.name()) || spec.start().isEmpty())
                .forEach(spec -> fitting(spec, file));
    }

    private static NDArray stored(NDManager manager, ParameterSpec spec, Safetensors file) {
        return loaded(manager, fitting(spec, file));
    }

    /** Large ones would not fit the heap. */
    private static NDArray loaded(NDManager manager, Tensor tensor) {
        return DeviceArrays.filled(manager, tensor.shape(), DataType.FLOAT32, buffer -> tensor.copyTo(buffer.asFloatBuffer()));
    }

    private static Tensor fitting(ParameterSpec spec, Safetensors file) {
        Tensor tensor = file.tensors().get(spec.name());
        if (tensor == null) {
            throw new WeightsException(file.name() + " has no tensor '" + spec.name() + "', which the network needs as " + spec.shape()
                    + "; it has " + file.listing());
        }
        if (!tensor.shape().equals(spec.shape())) {
            throw new WeightsException("tensor '" + spec.name() + "' of " + file.name() + " has the shape " + tensor.shape()
                    + " where the network needs " + spec.shape() + "; these weights are of another architecture");
        }
        return tensor;
    }

    private static NDArray drawn(NDManager manager, ParameterSpec spec, long seed) {
        Start start = spec.start().orElseThrow();
        Draws draws = Draws.of(seed, Draws.Purpose.INITIAL_WEIGHTS, spec.name().hashCode(), spec.name().length());
        return DeviceArrays.copy(manager, spec.shape(), start.draw(Math.toIntExact(spec.shape().size()), draws));
    }

    /** @throws IllegalArgumentException if the network has no such tensor */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("the network has no tensor '" + name + "'");
        }
        return array;
    }

    /** Their names, layer by layer. */
    public Iterable<String> names() {
        return arrays.keySet();
    }

    /** Names of the tensors that are trained, layer by layer. */
    public List<String> trained() {
        return arrays.keySet().stream().filter(name -> !frozen.contains(name)).toList();
    }

    /** Whether the tensor belongs to the head or started from random values. */
    public boolean isFresh(String name) {
        return fresh.contains(name);
    }

    /** Whether the tensor is a bias. */
    public boolean isBias(String name) {
        return ParameterSpec.isBias(name);
    }

    /**
     * The same tensors (same memory) as leaves of a new graph: an operation on a trained one is recorded, and their gradients live and
     * end with the manager.
     */
    public Parameters leaves(NDManager step) {
        SequencedMap<String, NDArray> leaves = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            NDArray leaf = array.stopGradient();
            leaf.attach(step);
            leaf.setRequiresGradient(!frozen.contains(name));
            leaves.put(name, leaf);
        });
        return new Parameters(leaves, fresh, frozen);
    }

    /** Copies of all tensors, off the device. */
    public SortedMap<String, Tensor> snapshot() {
        SortedMap<String, Tensor> copies = new TreeMap<>();
        arrays.forEach((name, array) -> copies.put(name, Tensor.of(array.getShape(), array.toFloatArray())));
        return copies;
    }

    /**
     * The same network with other values, of the same names and shapes.
     *
     * @throws WeightsException if they are others
     */
    public Parameters withValues(NDManager manager, SortedMap<String, Tensor> values) {
        if (!values.keySet().equals(arrays.keySet())) {
            throw new WeightsException("the tensors " + values.keySet() + " are not the network's, " + arrays.keySet());
        }
        SequencedMap<String, NDArray> replaced = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            Tensor value = values.get(name);
            if (!value.shape().equals(array.getShape())) {
                throw new WeightsException("tensor '" + name + "' has the shape " + value.shape() + ", the network's " + array.getShape());
            }
            replaced.put(name, loaded(manager, value));
        });
        return new Parameters(replaced, fresh, frozen);
    }
}
