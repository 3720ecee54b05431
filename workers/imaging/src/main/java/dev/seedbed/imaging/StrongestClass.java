package dev.seedbed.imaging;

import java.util.Arrays;

/**
 * At every pixel the class whose map is the highest, and how high it is: the argmax that labels are made of, at any threshold.
 *
 * @param labels the first of several as high; 0 where there is no map at all
 * @param values by pixel; −∞ where there is no map at all
 */
public record StrongestClass(Mask labels, float[] values) {

    /**
     * @param maps [C,H,W]
     * @param classes of the maps, each 0..254
     */
    public static StrongestClass of(FloatMaps maps, int[] classes) {
        if (classes.length != maps.channels()) {
            throw new IllegalArgumentException(maps.channels() + " maps cannot be of " + classes.length + " classes");
        }
        byte[] labels = new byte[maps.area()];
        float[] values = new float[maps.area()];
        Arrays.fill(values, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < classes.length; row++) {
            for (int pixel = 0; pixel < values.length; pixel++) {
                float value = maps.values()[row * values.length + pixel];
                if (value > values[pixel]) {
                    values[pixel] = value;
                    labels[pixel] = (byte) classes[row];
                }
            }
        }
        return new StrongestClass(new Mask(maps.width(), maps.height(), labels), values);
    }

    /** The class where its map is over the threshold, else background. */
    public Mask above(double threshold) {
        byte[] sure = new byte[values.length];
        for (int pixel = 0; pixel < sure.length; pixel++) {
            sure[pixel] = values[pixel] > threshold ? labels.labels()[pixel] : 0;
        }
        return new Mask(labels.width(), labels.height(), sure);
    }
}
