package dev.seedbed.data.coco;

import java.util.BitSet;
import java.util.List;

/**
 * An object's pixels.
 *
 * @param pixels column by column, as COCO counts: bit x · height + y
 */
record Region(int width, int height, BitSet pixels) {

    /** The union of polygons ({@link PolygonRaster}). */
    static Region ofPolygons(List<double[]> polygons, int width, int height) {
        var union = new BitSet(width * height);
        polygons.forEach(polygon -> union.or(new PolygonRaster(width, height).fill(polygon)));
        return new Region(width, height, union);
    }

    /**
     * Pixels by run lengths: how many lie outside, then inside, then outside again, and so on.
     *
     * @throws IllegalArgumentException if they do not add up to the picture
     */
    static Region ofRuns(long[] counts, int width, int height) {
        long all = (long) width * height;
        var pixels = new BitSet((int) all);
        long end = 0;
        for (int run = 0; run < counts.length; run++) {
            long start = end;
            if (counts[run] < 0 || counts[run] > all - start) {
                throw new IllegalArgumentException("its run lengths lead out of the picture's " + all + " pixels");
            }
            end += counts[run];
            if (run % 2 == 1) {
                pixels.set((int) start, (int) end);
            }
        }
        if (end != all) {
            throw new IllegalArgumentException("its run lengths add up to " + end + " pixels, the picture has " + all);
        }
        return new Region(width, height, pixels);
    }

    int area() {
        return pixels.cardinality();
    }

    /** Gives every pixel of the region the label; {@code labels} are row by row. */
    void paint(byte[] labels, int label) {
        for (int start = pixels.nextSetBit(0); start >= 0; ) {
            int end = pixels.nextClearBit(start);
            for (int at = start; at < end; at++) {
                labels[at % height * width + at / height] = (byte) label;
            }
            start = pixels.nextSetBit(end);
        }
    }
}
