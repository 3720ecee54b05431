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
        MaskRuns runs = runs(bytes);
        byte[] labels = new byte[runs.width() * runs.height()];
        for (int filled = 0; runs.next(); filled += runs.length()) {
            Arrays.fill(labels, filled, filled + runs.length(), (byte) runs.label());
        }
        return new Mask(runs.width(), runs.height(), labels);
    }

    /** @throws PictureFormatException if the bytes do not start as a mask does */
    static MaskRuns runs(byte[] bytes) {
        return new MaskRuns(bytes, MAGIC);
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest >= 0x80) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
