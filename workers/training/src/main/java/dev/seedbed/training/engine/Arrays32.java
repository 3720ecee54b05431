package dev.seedbed.training.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Arrays of 32-bit floats, from the JVM's memory to the engine's. On the CPU the engine computes in a direct buffer where it lies,
 * so buffers are aligned as its own memory is: vector kernels may round otherwise by address.
 */
public final class Arrays32 {

    private static final int ALIGNMENT = 64;

    private Arrays32() {}

    /** Zeroed memory that the engine can compute in, little-endian and aligned. */
    public static ByteBuffer allocate(long bytes) {
        int padded = Math.toIntExact(Math.max(bytes, 1) + 2L * ALIGNMENT);
        ByteBuffer whole = ByteBuffer.allocateDirect(padded).alignedSlice(ALIGNMENT);
        return whole.slice(0, Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    /** An array in the engine's own memory. */
    public static NDArray copy(NDManager manager, Shape shape, float[] values) {
        try (NDArray lent = lend(manager, shape, values)) {
            return lent.duplicate();
        }
    }

    /** An array over a buffer of floats; the buffer must stay as it is while the array lives. */
    public static NDArray over(NDManager manager, Shape shape, DataType type, ByteBuffer buffer) {
        return manager.create(buffer.duplicate().order(ByteOrder.nativeOrder()), shape, type);
    }

    private static NDArray lend(NDManager manager, Shape shape, float[] values) {
        ByteBuffer buffer = allocate((long) values.length * Float.BYTES);
        FloatBuffer floats = buffer.asFloatBuffer();
        floats.put(values);
        return over(manager, shape, DataType.FLOAT32, buffer);
    }
}
