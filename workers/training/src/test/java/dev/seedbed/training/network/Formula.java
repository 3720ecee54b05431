package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.util.Collection;
import java.util.TreeMap;

/** Weights and pixels that {@code reference.py} has too, value by value. */
public final class Formula {

    private Formula() {}

    /** A file of every tensor of a network. */
    public static Safetensors weights(Collection<ParameterSpec> specs) {
        TreeMap<String, Tensor> tensors = new TreeMap<>();
        specs.forEach(spec -> tensors.put(spec.name(), Tensor.of(spec.shape(), values(spec.name(), spec.shape()))));
        return new Safetensors("formula", tensors, new TreeMap<>());
    }

    static NDArray pixels(NDManager manager, int height, int width) {
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (4 * uniform(i, 1) - 2);
        }
        return manager.create(values, new Shape(1, 3, height, width));
    }

    private static float[] values(String name, Shape shape) {
        long salt = 0;
        for (int i = 0; i < name.length(); i++) {
            salt += (long) name.charAt(i) * (i + 1);
        }
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            double u = uniform(i, salt);
            if (shape.dimension() > 1) {
                values[i] = (float) ((2 * u - 1) * Math.sqrt(6.0 / (shape.size() / shape.get(0))));
            } else if (name.endsWith("running_var")) {
                values[i] = (float) (0.5 + u);
            } else {
                values[i] = (float) (name.endsWith(".weight") ? 0.4 + 0.4 * u : 0.4 * u - 0.2);
            }
        }
        return values;
    }

    private static double uniform(long i, long salt) {
        long h = i * 2654435761L + salt * 97 & 0xFFFFFFFFL;
        h ^= h >>> 15;
        h = h * 2246822519L & 0xFFFFFFFFL;
        h ^= h >>> 13;
        h = h * 3266489917L & 0xFFFFFFFFL;
        h ^= h >>> 16;
        return h / 4294967296.0;
    }
}
