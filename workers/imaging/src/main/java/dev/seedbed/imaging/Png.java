package dev.seedbed.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What a PNG file says of itself before its pixels are decoded.
 *
 * @param bitDepth bits a sample: 1, 2, 4, 8 or 16
 */
public record Png(int width, int height, int bitDepth, Colours colours) {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final Set<String> OF_PIXELS = Set.of("IHDR", "PLTE", "IDAT", "IEND");

    /** PNG's colour types. */
    public enum Colours {
        GREY(0),
        RGB(2),
        PALETTE(3),
        GREY_ALPHA(4),
        RGBA(6);

        private final int code;

        Colours(int code) {
            this.code = code;
        }

        private static Colours of(int code) {
            for (Colours colours : values()) {
                if (colours.code == code) {
                    return colours;
                }
            }
            throw new PictureFormatException("not a PNG: its colour type is " + code);
        }
    }

    /** Whether the bytes start with PNG's signature. */
    public static boolean is(byte[] bytes) {
        return bytes.length >= 8 && ByteBuffer.wrap(bytes).getLong() == SIGNATURE;
    }

    /** @throws PictureFormatException if the bytes do not start as a PNG does */
    public static Png header(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length < 33 || in.getLong() != SIGNATURE) {
            throw new PictureFormatException("not a PNG");
        }
        int length = in.getInt();
        if (length != 13 || !"IHDR".equals(name(in))) {
            throw new PictureFormatException("not a PNG: it has no header");
        }
        var png = new Png(in.getInt(), in.getInt(), in.get(), Colours.of(in.get()));
        if (png.width < 1 || png.height < 1 || (long) png.width * png.height > Integer.MAX_VALUE / 8) {
            throw new PictureFormatException("a PNG of " + png.width + "x" + png.height + " pixels cannot be read");
        }
        return png;
    }

    /**
     * The same PNG with nothing but what its pixels need: transparency, gamma and profiles would turn samples into colours.
     *
     * @throws PictureFormatException if a chunk is cut off or fails its checksum, or there is no end
     */
    public static byte[] pixelsOnly(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var out = new ByteArrayOutputStream(bytes.length);
        out.write(bytes, 0, 8);
        in.position(8);
        while (in.remaining() >= 12) {
            int start = in.position();
            int length = in.getInt();
            if (length < 0 || length > in.remaining() - 8) {
                throw new PictureFormatException("a PNG that is cut off");
            }
            String name = name(in);
            var crc = new CRC32();
            crc.update(bytes, start + 4, 4 + length);
            in.position(start + 8 + length);
            if ((int) crc.getValue() != in.getInt()) {
                throw new PictureFormatException("a damaged PNG: chunk " + name + " fails its checksum");
            }
            if (OF_PIXELS.contains(name)) {
                out.write(bytes, start, 12 + length);
            }
            if ("IEND".equals(name)) {
                return out.toByteArray();
            }
        }
        throw new PictureFormatException("a PNG that is cut off");
    }

    private static String name(ByteBuffer in) {
        byte[] name = new byte[4];
        in.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }
}
