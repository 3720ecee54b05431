package dev.seedbed.imaging;

/** The 256 colours of Pascal VOC's label pictures: a label's bits, three at a time, fill red, green and blue from the highest bit down. */
public final class Palette {

    private static final int[] COLOURS = new int[256];

    static {
        for (int label = 0; label < 256; label++) {
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int bits = label, place = 7; bits != 0; bits >>= 3, place--) {
                red |= (bits & 1) << place;
                green |= (bits >> 1 & 1) << place;
                blue |= (bits >> 2 & 1) << place;
            }
            COLOURS[label] = red << 16 | green << 8 | blue;
        }
    }

    private Palette() {}

    /** The label's colour as 0xRRGGBB. */
    public static int rgb(int label) {
        return COLOURS[label];
    }

    /** The mask in colour. */
    public static Raster paint(Mask mask) {
        byte[] rgb = new byte[3 * mask.labels().length];
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            int colour = COLOURS[mask.at(pixel)];
            rgb[3 * pixel] = (byte) (colour >> 16);
            rgb[3 * pixel + 1] = (byte) (colour >> 8);
            rgb[3 * pixel + 2] = (byte) colour;
        }
        return new Raster(mask.width(), mask.height(), rgb);
    }
}
