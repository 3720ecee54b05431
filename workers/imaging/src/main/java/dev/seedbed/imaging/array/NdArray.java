package dev.seedbed.imaging.array;

import java.util.Arrays;
import java.util.Objects;

/** An array of numbers with a shape, in C order (the last axis varies fastest). The values are shared, not copied. */
public final class NdArray {

    private final Type type;
    private final int[] shape;
    private final Object values;

    private NdArray(Type type, Object values, int length, int[] shape) {
        Objects.requireNonNull(values, "values");
        this.type = type;
        this.values = values;
        this.shape = shape.clone();
        if (Arrays.stream(shape).anyMatch(n -> n < 0) || elements(shape) != length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " does not hold " + length + " values");
        }
    }

    public static NdArray of(float[] values, int... shape) {
        return new NdArray(Type.FLOAT32, values, values.length, shape);
    }

    public static NdArray of(double[] values, int... shape) {
        return new NdArray(Type.FLOAT64, values, values.length, shape);
    }

    public static NdArray of(int[] values, int... shape) {
        return new NdArray(Type.INT32, values, values.length, shape);
    }

    public static NdArray of(long[] values, int... shape) {
        return new NdArray(Type.INT64, values, values.length, shape);
    }

    /** Unsigned bytes, 0..255. */
    public static NdArray of(byte[] values, int... shape) {
        return new NdArray(Type.UINT8, values, values.length, shape);
    }

    public static NdArray of(boolean[] values, int... shape) {
        return new NdArray(Type.BOOL, values, values.length, shape);
    }

    public Type type() {
        return type;
    }

    public int[] shape() {
        return shape.clone();
    }

    /** The length of an axis. */
    public int size(int axis) {
        return shape[axis];
    }

    /** How many values there are. */
    public int size() {
        return (int) elements(shape);
    }

    /** One value by its index in C order; an int64 beyond 2^53 loses its last bits. */
    public double at(int index) {
        return switch (type) {
            case FLOAT32 -> ((float[]) values)[index];
            case FLOAT64 -> ((double[]) values)[index];
            case INT32 -> ((int[]) values)[index];
            case INT64 -> ((long[]) values)[index];
            case UINT8 -> ((byte[]) values)[index] & 0xFF;
            case BOOL -> ((boolean[]) values)[index] ? 1 : 0;
        };
    }

    /** @throws IllegalStateException if the values are not float32; likewise below */
    public float[] floats() {
        return (float[]) as(Type.FLOAT32);
    }

    public double[] doubles() {
        return (double[]) as(Type.FLOAT64);
    }

    public int[] ints() {
        return (int[]) as(Type.INT32);
    }

    public long[] longs() {
        return (long[]) as(Type.INT64);
    }

    public byte[] bytes() {
        return (byte[]) as(Type.UINT8);
    }

    public boolean[] booleans() {
        return (boolean[]) as(Type.BOOL);
    }

    /** Whether another array has this shape. */
    public boolean hasShapeOf(NdArray other) {
        return Arrays.equals(shape, other.shape);
    }

    private Object as(Type wanted) {
        if (type != wanted) {
            throw new IllegalStateException("the array " + this + " is not " + wanted.word());
        }
        return values;
    }

    /** The type and the shape, as in {@code float32[3, 4]}. */
    @Override
    public String toString() {
        return type.word() + Arrays.toString(shape);
    }

    private static long elements(int[] shape) {
        return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }

    /** What the values are. */
    public enum Type {
        FLOAT32("<f4", Float.BYTES),
        FLOAT64("<f8", Double.BYTES),
        INT32("<i4", Integer.BYTES),
        INT64("<i8", Long.BYTES),
        UINT8("|u1", 1),
        BOOL("|b1", 1);

        private final String descriptor;
        private final int bytes;

        Type(String descriptor, int bytes) {
            this.descriptor = descriptor;
            this.bytes = bytes;
        }

        /** NumPy's name, as in {@code float32}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** NumPy's type descriptor, little endian. */
        String descriptor() {
            return descriptor;
        }

        /** Bytes of one value. */
        int bytes() {
            return bytes;
        }
    }
}
