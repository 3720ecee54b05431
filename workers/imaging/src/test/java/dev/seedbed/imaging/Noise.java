package dev.seedbed.imaging;

/** Bytes from a plain linear congruential generator, which other languages repeat in a line. */
final class Noise {

    private Noise() {}

    static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        long state = seed;
        for (int i = 0; i < count; i++) {
            state = state * 1103515245 + 12345 & 0x7fffffff;
            bytes[i] = (byte) (state >> 16);
        }
        return bytes;
    }
}
