package dev.seedbed.imaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What every encoded picture starts with: four letters that name the format, width and height as big-endian integers. */
record Header(int width, int height) {

    static final int BYTES = 12;

    /** Writes the header. */
    static void write(ByteBuffer out, String magic, int width, int height) {
        out.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    }

    /**
     * Reads the header.
     *
     * @param what the kind of picture, for messages
     * @throws PictureFormatException if the bytes start otherwise
     */
    static Header read(ByteBuffer in, String magic, String what) {
        if (in.remaining() < BYTES) {
            throw new PictureFormatException("not " + what + ": only " + in.remaining() + " bytes");
        }
        byte[] start = new byte[4];
        in.get(start);
        if (!magic.equals(new String(start, StandardCharsets.US_ASCII))) {
            throw new PictureFormatException("not " + what + ": it does not start with " + magic);
        }
        int width = in.getInt();
        int height = in.getInt();
        if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE / 3) {
            throw new PictureFormatException("not " + what + ": its size is " + width + "x" + height);
        }
        return new Header(width, height);
    }

    /** How many pixels follow. */
    int area() {
        return width * height;
    }

    /** Takes the rest of the bytes, which must be so many. */
    byte[] body(ByteBuffer in, int length, String what) {
        if (in.remaining() != length) {
            throw new PictureFormatException(
                    "not " + what + " of " + width + "x" + height + ": " + in.remaining() + " bytes follow, not " + length);
        }
        byte[] body = new byte[length];
        in.get(body);
        return body;
    }
}
