package dev.seedbed.training.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Objects;

/**
 * An array as it lies in a file.
 *
 * @param data its elements in row-major order, little-endian; from position 0 to the limit
 */
public record Tensor(Element element, Shape shape, ByteBuffer data) {

    /** The kinds of elements that safetensors knows and we read. */
    public enum Element {
        BOOL(1),
        U8(1),
        I8(1),
        I16(2),
        U16(2),
        F16(2),
        BF16(2),
        I32(4),
        U32(4),
        F32(4),
        I64(8),
        F64(8);

        final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }
    }

    public Tensor {
        Objects.requireNonNull(element, "element");
        if (data.remaining() != shape.size() * element.bytes) {
            throw new IllegalArgumentException(
                    "not a tensor: " + element + shape + " with " + data.remaining() + " bytes");
        }
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor of 32-bit floats; the values are copied. */
    public static Tensor of(Shape shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor(Element.F32, shape, data);
    }

    /** The elements as floats; wider types are rounded to the nearest. */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(shape.size())];
        copyTo(FloatBuffer.wrap(values));
        return values;
    }

    /** Puts the elements as floats at the buffer's position; wider types are rounded to the nearest. */
    public void copyTo(FloatBuffer target) {
        if (element == Element.F32) {
            target.put(data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
            return;
        }
        int end = data.limit();
        for (int offset = 0; offset < end; offset += element.bytes) {
            target.put(at(offset));
        }
    }

    /** Whether no element is infinite or not a number. */
    public boolean isFinite() {
        for (float value : floats()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private float at(int offset) {
        return switch (element) {
            case BOOL, U8 -> data.get(offset) & 0xFF;
            case I8 -> data.get(offset);
            case I16 -> data.getShort(offset);
            case U16 -> data.getShort(offset) & 0xFFFF;
            case F16 -> Float.float16ToFloat(data.getShort(offset));
            case BF16 -> Float.intBitsToFloat(data.getShort(offset) << 16);
            case I32 -> data.getInt(offset);
            case U32 -> Integer.toUnsignedLong(data.getInt(offset));
            case F32 -> data.getFloat(offset);
            case I64 -> data.getLong(offset);
            case F64 -> (float) data.getDouble(offset);
        };
    }

    @Override
    public String toString() {
        return element.name().toLowerCase(Locale.ROOT) + shape;
    }
}
