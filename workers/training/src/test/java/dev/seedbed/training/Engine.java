package dev.seedbed.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import java.util.function.Consumer;
import java.util.function.Function;

/** Arrays on the CPU for tests of operations. */
public final class Engine {

    private Engine() {}

    public static void on(Consumer<NDManager> work) {
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            work.accept(manager);
            return null;
        });
    }

    /** Normally distributed values. */
    public static NDArray normal(NDManager manager, long seed, long... shape) {
        Draws draws = Draws.of(seed, Draws.Purpose.ORDER, shape);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draws.nextGaussian();
        }
        return DeviceArrays.copy(manager, new Shape(shape), values);
    }

    /** Ones and zeros, ones with a probability. */
    public static NDArray coins(NDManager manager, double share, long seed, long... shape) {
        Draws draws = Draws.of(seed, Draws.Purpose.AUGMENTATION, shape);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = draws.nextDouble() < share ? 1 : 0;
        }
        return DeviceArrays.copy(manager, new Shape(shape), values);
    }

    /** Unsigned bytes, as labels are. */
    public static NDArray labels(NDManager manager, Shape shape, int... labels) {
        return DeviceArrays.filled(manager, shape, DataType.UINT8, buffer -> {
            for (int label : labels) {
                buffer.put((byte) label);
            }
        });
    }

    /** The gradient of a scalar of an array. */
    public static NDArray gradient(NDArray at, Function<NDArray, NDArray> scalar) {
        NDArray leaf = at.duplicate();
        leaf.setRequiresGradient(true);
        try (Autograd autograd = Autograd.recording()) {
            autograd.backward(scalar.apply(leaf));
        }
        return leaf.getGradient();
    }

    /** The largest difference. */
    public static float apart(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }

    public static boolean isFinite(NDArray array) {
        for (float value : array.toFloatArray()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
