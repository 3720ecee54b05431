package dev.seedbed.imaging.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One array as bytes in NumPy's NPY format: versions 1 and 2 are read, version 1 is written; little endian, C order. Pickled objects
 * are refused.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final Pattern DESCRIPTOR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

    private Npy() {}

    /** @throws ArrayFormatException if the bytes are not such an array, whole */
    static NdArray read(byte[] npy) throws ArrayFormatException {
        ByteBuffer in = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        String header = header(in);
        if (field(ORDER, header, "fortran_order").equals("True")) {
            throw new ArrayFormatException("it is in Fortran order; save numpy.ascontiguousarray(x) instead");
        }
        NdArray.Type type = type(field(DESCRIPTOR, header, "descr"));
        int[] shape = shape(field(SHAPE, header, "shape"));
        long count = 1;
        for (int n : shape) {
            count = Math.multiplyExact(count, (long) n);
            if (count > Integer.MAX_VALUE) {
                throw new ArrayFormatException("its shape " + Arrays.toString(shape) + " is too large");
            }
        }
        if (in.remaining() != count * type.bytes()) {
            throw new ArrayFormatException("its shape " + Arrays.toString(shape) + " wants " + count * type.bytes() + " bytes, but "
                    + in.remaining() + " follow");
        }
        return values(type, in, (int) count, shape);
    }

    private static String header(ByteBuffer in) throws ArrayFormatException {
        byte[] magic = new byte[MAGIC.length];
        if (in.remaining() < MAGIC.length + 4) {
            throw new ArrayFormatException("it is too short for an NPY array");
        }
        in.get(magic);
        int major = in.get();
        in.get();
        if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 2) {
            throw new ArrayFormatException("it is not an NPY array of version 1 or 2");
        }
        long length = major == 1 ? Short.toUnsignedInt(in.getShort()) : in.remaining() < 4 ? -1 : Integer.toUnsignedLong(in.getInt());
        if (length < 0 || length > in.remaining()) {
            throw new ArrayFormatException("it ends in its header");
        }
        byte[] text = new byte[(int) length];
        in.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String field(Pattern pattern, String header, String name) throws ArrayFormatException {
        var matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new ArrayFormatException("its header has no plain " + name + ": " + header.strip());
        }
        return matcher.group(1);
    }

    private static NdArray.Type type(String descriptor) throws ArrayFormatException {
        for (NdArray.Type type : NdArray.Type.values()) {
            boolean anyByteOrder = type.bytes() == 1 && !descriptor.isEmpty();
            String wanted = type.descriptor();
            if (wanted.equals(descriptor) || anyByteOrder && wanted.substring(1).equals(descriptor.substring(1))) {
                return type;
            }
        }
        if (descriptor.contains("O")) {
            throw new ArrayFormatException("it holds Python objects, a pickle, which is never read; save plain numbers instead");
        }
        throw new ArrayFormatException("its type " + descriptor + " is none of "
                + Arrays.stream(NdArray.Type.values()).map(NdArray.Type::word).collect(Collectors.joining(", ")) + " in little endian");
    }

    private static int[] shape(String axes) throws ArrayFormatException {
        try {
            return Arrays.stream(axes.split(",")).map(String::strip).filter(n -> !n.isEmpty()).mapToInt(Integer::parseInt).toArray();
        } catch (NumberFormatException e) {
            throw new ArrayFormatException("its shape (" + axes + ") is too large", e);
        }
    }

    private static NdArray values(NdArray.Type type, ByteBuffer in, int count, int[] shape) {
        return switch (type) {
            case FLOAT32 -> {
                float[] values = new float[count];
                in.asFloatBuffer().get(values);
                yield NdArray.of(values, shape);
            }
            case FLOAT64 -> {
                double[] values = new double[count];
                in.asDoubleBuffer().get(values);
                yield NdArray.of(values, shape);
            }
            case INT32 -> {
                int[] values = new int[count];
                in.asIntBuffer().get(values);
                yield NdArray.of(values, shape);
            }
            case INT64 -> {
                long[] values = new long[count];
                in.asLongBuffer().get(values);
                yield NdArray.of(values, shape);
            }
            case UINT8 -> {
                byte[] values = new byte[count];
                in.get(values);
                yield NdArray.of(values, shape);
            }
            case BOOL -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = in.get() != 0;
                }
                yield NdArray.of(values, shape);
            }
        };
    }

    /** @throws IllegalArgumentException if the array takes two gigabytes or more */
    static byte[] write(NdArray array) {
        byte[] header = header(array);
        long length = header.length + (long) array.size() * array.type().bytes();
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the array " + array + " is too large to be written: it has " + length + " bytes");
        }
        ByteBuffer out = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN).put(header);
        switch (array.type()) {
            case FLOAT32 -> out.asFloatBuffer().put(array.floats());
            case FLOAT64 -> out.asDoubleBuffer().put(array.doubles());
            case INT32 -> out.asIntBuffer().put(array.ints());
            case INT64 -> out.asLongBuffer().put(array.longs());
            case UINT8 -> out.put(array.bytes());
            case BOOL -> {
                for (boolean value : array.booleans()) {
                    out.put((byte) (value ? 1 : 0));
                }
            }
        }
        return out.array();
    }

    private static byte[] header(NdArray array) {
        String axes = Arrays.stream(array.shape()).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        String shape = array.shape().length > 1 ? axes.substring(0, axes.length() - 1) : axes;
        String text = "{'descr': '" + array.type().descriptor() + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int before = MAGIC.length + 4;
        int padding = ALIGNMENT - (before + text.length() + 1) % ALIGNMENT;
        byte[] padded = (text + " ".repeat(padding % ALIGNMENT) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(before + padded.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length).put(padded).array();
    }
}
