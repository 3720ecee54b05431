package dev.seedbed.training.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Arrays from the JVM's memory to the engine's. On the CPU the engine computes in a direct buffer where it lies, so buffers are
 * aligned as its own memory is: vector kernels may round otherwise by address.
 */
public final class DeviceArrays {

    private static final int ALIGNMENT = 64;

    private DeviceArrays() {}

    /** Zeroed memory that the engine can compute in, freed with the arena. */
    public static ByteBuffer allocate(Arena arena, long bytes) {
        return arena.allocate(Math.max(bytes, 1), ALIGNMENT).asByteBuffer().order(ByteOrder.nativeOrder()).limit(Math.toIntExact(bytes));
    }

    /** An array of 32-bit floats in the engine's own memory. */
    public static NDArray copy(NDManager manager, Shape shape, float[] values) {
        return filled(manager, shape, DataType.FLOAT32, buffer -> buffer.asFloatBuffer().put(values));
    }

    /** An array in the engine's own memory, filled through a buffer in native byte order. */
    public static NDArray filled(NDManager manager, Shape shape, DataType type, Consumer<ByteBuffer> fill) {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer buffer = allocate(arena, shape.size() * type.getNumOfBytes());
            fill.accept(buffer);
            try (NDArray lent = over(manager, shape, type, buffer)) {
                return lent.duplicate();
            }
        }
    }

    /** An array over a direct buffer, which must stay as it is while the array lives. */
    public static NDArray over(NDManager manager, Shape shape, DataType type, ByteBuffer buffer) {
        return manager.create(buffer.duplicate().order(ByteOrder.nativeOrder()).rewind(), shape, type);
    }
}
