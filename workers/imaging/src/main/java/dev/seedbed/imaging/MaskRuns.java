package dev.seedbed.imaging;

import java.nio.ByteBuffer;

/** The runs of a mask that {@link MaskCodec} has encoded, in reading order; refuses what is not written in the one way. */
final class MaskRuns {

    private final ByteBuffer in;
    private final Header header;
    private int filled;
    private int label = -1;
    private int length;

    /** @throws PictureFormatException if the bytes do not start as a mask does */
    MaskRuns(byte[] bytes, String magic) {
        this.in = ByteBuffer.wrap(bytes);
        this.header = Header.read(in, magic, "a mask");
    }

    int width() {
        return header.width();
    }

    int height() {
        return header.height();
    }

    /** The present run's label, 0..255. */
    int label() {
        return label;
    }

    /** The present run's pixels. */
    int length() {
        return length;
    }

    /**
     * Goes on to the next run.
     *
     * @return whether there is one; false when the mask is full
     * @throws PictureFormatException if the bytes are not a mask, whole and in the one way to write it
     */
    boolean next() {
        if (filled == header.area()) {
            if (in.hasRemaining()) {
                throw new PictureFormatException("not a mask: " + in.remaining() + " bytes follow its last run");
            }
            return false;
        }
        int last = label;
        label = read() & 0xFF;
        length = readLength();
        if (length > header.area() - filled) {
            throw new PictureFormatException("not a mask: its runs are longer than " + header.width() + "x" + header.height());
        }
        if (label == last) {
            throw new PictureFormatException("not a mask: two runs of label " + label + " follow each other");
        }
        filled += length;
        return true;
    }

    private int readLength() {
        long sum = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = read();
            sum |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                if (sum == 0 || sum > Integer.MAX_VALUE || part == 0 && shift > 0) {
                    throw new PictureFormatException("not a mask: a run's length is " + (sum == 0 ? "0" : "badly written"));
                }
                return (int) sum;
            }
        }
        throw new PictureFormatException("not a mask: a run's length is badly written");
    }

    private byte read() {
        if (!in.hasRemaining()) {
            throw new PictureFormatException("not a mask: it ends in the middle of its runs");
        }
        return in.get();
    }
}
