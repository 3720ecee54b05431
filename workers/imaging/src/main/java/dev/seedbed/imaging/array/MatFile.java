package dev.seedbed.imaging.array;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Matrices of small integers in MATLAB's files of level 5 (versions 5 to 7), compressed or not, of either byte order. Only what is asked
 * for is looked at: other variables and fields are passed over by their lengths, and nothing in a file is ever run.
 *
 * @see <a href="https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf">the format</a>
 */
public final class MatFile {

    /** The most bytes that a variable may have once it is inflated. */
    static final int MAXIMUM_BYTES = 64 << 20;

    private static final int HEADER_BYTES = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int CLASS_STRUCT = 2;
    private static final int CLASS_DOUBLE = 6;
    private static final int CLASS_UINT32 = 13;
    private static final int COMPLEX = 0x800;

    private MatFile() {}

    /** What a tag says and the bytes that follow it. */
    private record Element(int type, ByteBuffer data) {}

    /** A matrix up to its values: class and flags, sizes, name. */
    private record Matrix(int flags, int[] sizes, String name, ByteBuffer rest) {

        int kind() {
            return flags & 0xFF;
        }

        long elements() {
            long product = 1;
            for (int size : sizes) {
                product = Math.multiplyExact(product, (long) size);
            }
            return product;
        }
    }

    /**
     * A field of a 1×1 struct, a matrix of integers 0..255.
     *
     * @return unsigned bytes [rows, columns]
     * @throws ArrayFormatException if the bytes are no such file, whole, or the field is not there or no such matrix
     */
    public static NdArray uint8(byte[] file, String variable, String field) throws ArrayFormatException {
        try {
            Matrix struct = variable(file, variable);
            if (struct.kind() != CLASS_STRUCT || struct.elements() != 1) {
                throw new ArrayFormatException("its variable " + variable + " is not one struct");
            }
            return integers(field(struct, field), variable + "." + field);
        } catch (ArithmeticException e) {
            throw new ArrayFormatException("a matrix in it is too large", e);
        }
    }

    private static Matrix variable(byte[] file, String name) throws ArrayFormatException {
        ByteBuffer in = body(file);
        while (in.hasRemaining()) {
            Element element = next(in);
            if (element.type() == COMPRESSED) {
                element = next(inflate(element.data()));
            }
            if (element.type() == MATRIX) {
                Matrix matrix = matrix(element.data());
                if (matrix.name().equals(name)) {
                    return matrix;
                }
            }
        }
        throw new ArrayFormatException("it has no variable " + name);
    }

    private static ByteBuffer body(byte[] file) throws ArrayFormatException {
        if (file.length < HEADER_BYTES) {
            throw new ArrayFormatException("it is too short for a MATLAB file");
        }
        String order = new String(file, HEADER_BYTES - 2, 2, StandardCharsets.ISO_8859_1);
        var in = ByteBuffer.wrap(file).order(order.equals("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int version = in.getShort(HEADER_BYTES - 4);
        if (!order.equals("IM") && !order.equals("MI") || version != 0x100) {
            throw new ArrayFormatException("it is not a MATLAB file of version 5 to 7; save it with -v7");
        }
        return in.position(HEADER_BYTES);
    }

    private static Element next(ByteBuffer in) throws ArrayFormatException {
        if (in.remaining() < 8) {
            throw cut();
        }
        int start = in.position();
        int word = in.getInt();
        boolean small = word >>> 16 != 0;
        int length = small ? word >>> 16 : in.getInt();
        int type = word & 0xFFFF;
        if (length < 0 || length > (small ? 4 : in.remaining())) {
            throw cut();
        }
        ByteBuffer data = in.slice(in.position(), length).order(in.order());
        int end = in.position() + length;
        int padded = type == COMPRESSED ? end : start + (end - start + 7) / 8 * 8;
        in.position(Math.min(padded, in.limit()));
        return new Element(type, data);
    }

    private static ByteBuffer inflate(ByteBuffer deflated) throws ArrayFormatException {
        byte[] bytes = new byte[deflated.remaining()];
        deflated.get(bytes);
        var inflater = new Inflater();
        try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
            byte[] plain = in.readNBytes(MAXIMUM_BYTES + 1);
            if (plain.length > MAXIMUM_BYTES) {
                throw new ArrayFormatException("a variable in it has more than " + MAXIMUM_BYTES + " bytes");
            }
            return ByteBuffer.wrap(plain).order(deflated.order());
        } catch (ArrayFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new ArrayFormatException("a compressed variable in it is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static Matrix matrix(ByteBuffer in) throws ArrayFormatException {
        ByteBuffer flags = next(in).data();
        int[] sizes = ints(next(in).data());
        String name = text(next(in).data());
        if (flags.remaining() != 8 || sizes.length < 2) {
            throw new ArrayFormatException("a matrix in it has no proper head");
        }
        for (int size : sizes) {
            if (size < 0) {
                throw new ArrayFormatException("matrix " + name + " in it has a size below 0");
            }
        }
        return new Matrix(flags.getInt(), sizes, name, in);
    }

    private static Matrix field(Matrix struct, String field) throws ArrayFormatException {
        int[] length = ints(next(struct.rest()).data());
        ByteBuffer names = next(struct.rest()).data();
        if (length.length != 1 || length[0] < 1) {
            throw new ArrayFormatException("its struct " + struct.name() + " has no proper field names");
        }
        while (names.remaining() >= length[0]) {
            String name = text(names.slice(names.position(), length[0]));
            names.position(names.position() + length[0]);
            Element value = next(struct.rest());
            if (name.equals(field)) {
                return matrix(value.data());
            }
        }
        throw new ArrayFormatException("its struct " + struct.name() + " has no field " + field);
    }

    private static NdArray integers(Matrix matrix, String name) throws ArrayFormatException {
        boolean numeric = matrix.kind() >= CLASS_DOUBLE && matrix.kind() <= CLASS_UINT32 && (matrix.flags() & COMPLEX) == 0;
        if (!numeric || matrix.sizes().length != 2) {
            throw new ArrayFormatException("its " + name + " is not a matrix of integers");
        }
        Element values = next(matrix.rest());
        int bytes = integerBytes(values.type(), name);
        int rows = matrix.sizes()[0];
        int columns = matrix.sizes()[1];
        if (matrix.elements() * bytes != values.data().remaining()) {
            throw new ArrayFormatException("its " + name + " has not the " + rows + "x" + columns + " values that it announces");
        }
        byte[] rowByRow = new byte[rows * columns];
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                rowByRow[row * columns + column] = small(values, name);
            }
        }
        return NdArray.of(rowByRow, rows, columns);
    }

    private static int integerBytes(int type, String name) throws ArrayFormatException {
        return switch (type) {
            case 1, 2 -> 1;
            case 3, 4 -> 2;
            case 5, 6 -> 4;
            default -> throw new ArrayFormatException("the values of its " + name + " are not stored as integers");
        };
    }

    private static byte small(Element values, String name) throws ArrayFormatException {
        ByteBuffer in = values.data();
        int value = switch (values.type()) {
            case 1 -> in.get();
            case 2 -> in.get() & 0xFF;
            case 3 -> in.getShort();
            case 4 -> in.getShort() & 0xFFFF;
            default -> in.getInt();
        };
        if (value < 0 || value > 255) {
            throw new ArrayFormatException("its " + name + " holds " + value + "; labels are 0 to 255");
        }
        return (byte) value;
    }

    private static int[] ints(ByteBuffer data) {
        int[] values = new int[data.remaining() / Integer.BYTES];
        data.asIntBuffer().get(values);
        return values;
    }

    private static String text(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static ArrayFormatException cut() {
        return new ArrayFormatException("it is cut off or damaged");
    }
}
