package dev.seedbed.app.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.array.NdArray;
import java.util.Map;

/**
 * What a kernel is given.
 *
 * @param inputs arrays by name
 * @param parameters a JSON object
 * @param weights where files of weights are found by name
 */
public record KernelCall(Map<String, NdArray> inputs, JsonNode parameters, WeightFiles weights) {

    public KernelCall {
        inputs = Map.copyOf(inputs);
    }

    /** @throws IllegalArgumentException if there is none, or it has another number of axes */
    public NdArray input(String name, int axes) {
        NdArray array = inputs.get(name);
        if (array == null) {
            throw new IllegalArgumentException("there is no input " + name + ", only " + inputs.keySet().stream().sorted().toList());
        }
        if (array.shape().length != axes) {
            throw new IllegalArgumentException("input " + name + " is " + array + ", but must have " + axes + " axes");
        }
        return array;
    }

    /** An input of float32 [channels, height, width]. */
    public FloatMaps maps(String name) {
        NdArray array = input(name, 3);
        return new FloatMaps(array.size(0), array.size(1), array.size(2), array.floats());
    }

    /** An input of one axis as truth values: whatever is not 0. */
    public boolean[] flags(String name) {
        NdArray array = input(name, 1);
        boolean[] flags = new boolean[array.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = array.at(i) != 0;
        }
        return flags;
    }

    /**
     * A numeric parameter.
     *
     * @param path as a JSON pointer, such as {@code /gaussian/sxy}
     */
    public double number(String path) {
        return parameter(path).asDouble();
    }

    /** A whole-numbered parameter. */
    public int integer(String path) {
        JsonNode node = parameter(path);
        if (!node.canConvertToInt() || node.asDouble() != node.asInt()) {
            throw new IllegalArgumentException("parameter " + path + " is no whole number: " + node);
        }
        return node.asInt();
    }

    /** A parameter that is a word. */
    public String word(String path) {
        JsonNode node = parameters.at(path);
        if (!node.isTextual()) {
            throw new IllegalArgumentException("there is no word at " + path + " of the parameters " + parameters);
        }
        return node.textValue();
    }

    private JsonNode parameter(String path) {
        JsonNode node = parameters.at(path);
        if (!node.isNumber()) {
            throw new IllegalArgumentException("there is no number at " + path + " of the parameters " + parameters);
        }
        return node;
    }
}
