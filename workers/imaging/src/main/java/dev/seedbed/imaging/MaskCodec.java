package dev.seedbed.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Masks as bytes: {@code SBM1}, width, height (big-endian integers), then runs in reading order, across rows: the label as one byte, the
 * run's length as an unsigned LEB128 integer. Every run is as long as it can be and every length as short as it can be written, so equal
 * masks have equal bytes; what is written otherwise is refused.
 */
public final class MaskCodec {

    private static final String MAGIC = "SBM1";

    private MaskCodec() {}

    public static byte[] encode(Mask mask) {
        byte[] labels = mask.labels();
        var runs = new ByteArrayOutputStream(1024);
        for (int start = 0; start < labels.length; ) {
            int end = start + 1;
            while (end < labels.length && labels[end] == labels[start]) {
                end++;
            }
            runs.write(labels[start]);
            writeLength(runs, end - start);
            start = end;
        }
        var out = ByteBuffer.allocate(Header.BYTES + runs.size());
        Header.write(out, MAGIC, mask.width(), mask.height());
        return out.put(runs.toByteArray()).array();
    }

    /** @throws PictureFormatException if the bytes are not a mask, whole and in the one way to write it */
    public static Mask decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        Header header = Header.read(in, MAGIC, "a mask");
        byte[] labels = new byte[header.area()];
        int filled = 0;
        while (filled < labels.length) {
            byte label = next(in);
            int length = readLength(in);
            if (length > labels.length - filled) {
                throw new PictureFormatException("not a mask: its runs are longer than " + header.width() + "x" + header.height());
            }
            if (filled > 0 && labels[filled - 1] == label) {
                throw new PictureFormatException("not a mask: two runs of label " + (label & 0xFF) + " follow each other");
            }
            Arrays.fill(labels, filled, filled + length, label);
            filled += length;
        }
        if (in.hasRemaining()) {
            throw new PictureFormatException("not a mask: " + in.remaining() + " bytes follow its last run");
        }
        return new Mask(header.width(), header.height(), labels);
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest >= 0x80) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static int readLength(ByteBuffer in) {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = next(in);
            length |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                if (length == 0 || length > Integer.MAX_VALUE || part == 0 && shift > 0) {
                    throw new PictureFormatException("not a mask: a run's length is " + (length == 0 ? "0" : "badly written"));
                }
                return (int) length;
            }
        }
        throw new PictureFormatException("not a mask: a run's length is badly written");
    }

    private static byte next(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw new PictureFormatException("not a mask: it ends in the middle of its runs");
        }
        return in.get();
    }
}
