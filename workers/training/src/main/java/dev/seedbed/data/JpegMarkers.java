package dev.seedbed.data;

import dev.seedbed.imaging.PictureFormatException;

/** Walks a JPEG stream's markers, for decoders paint the missing part of a cut file grey and say nothing. */
final class JpegMarkers {

    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;

    private JpegMarkers() {}

    /** @throws PictureFormatException if the bytes are no JPEG or stop before its end marker */
    static void requireWhole(byte[] bytes) {
        if (bytes.length < 4 || at(bytes, 0) != 0xFF || at(bytes, 1) != START) {
            throw new PictureFormatException("neither a JPEG nor a PNG");
        }
        int position = 2;
        boolean scanned = false;
        while (true) {
            position = marker(bytes, position);
            int marker = at(bytes, position);
            position++;
            if (marker == END && scanned) {
                return;
            }
            if (carriesLength(marker)) {
                scanned |= marker == SCAN;
                position += at(bytes, position) << 8 | at(bytes, position + 1);
            }
        }
    }

    /** Position of the next marker's code; within a scan, stuffed zeros and restarts are data. */
    private static int marker(byte[] bytes, int from) {
        int position = from;
        while (at(bytes, position) != 0xFF || isData(at(bytes, position + 1))) {
            position++;
        }
        return position + 1;
    }

    private static boolean isData(int code) {
        return code == 0 || code == 0xFF || code >= 0xD0 && code <= 0xD7;
    }

    private static boolean carriesLength(int marker) {
        return marker != END && marker != START && marker != 0x01;
    }

    private static int at(byte[] bytes, int position) {
        if (position >= bytes.length) {
            throw new PictureFormatException("a JPEG that is cut off");
        }
        return bytes[position] & 0xFF;
    }
}
