package dev.seedbed.imaging;

import java.util.Arrays;

/** The most likely label of every pixel. */
public final class ArgMax {

    private ArgMax() {}

    /**
     * The index of the largest map at every pixel, the lowest one of several.
     *
     * @param scores [L,H,W] with 1 to 255 labels
     */
    public static Mask of(FloatMaps scores) {
        if (scores.channels() < 1 || scores.channels() > Mask.IGNORE) {
            throw new IllegalArgumentException("a mask has 1 to 255 labels, not " + scores.channels());
        }
        int area = scores.area();
        float[] best = Arrays.copyOf(scores.values(), area);
        byte[] labels = new byte[area];
        for (int l = 1; l < scores.channels(); l++) {
            for (int i = 0; i < area; i++) {
                if (scores.values()[l * area + i] > best[i]) {
                    best[i] = scores.values()[l * area + i];
                    labels[i] = (byte) l;
                }
            }
        }
        return new Mask(scores.width(), scores.height(), labels);
    }
}
