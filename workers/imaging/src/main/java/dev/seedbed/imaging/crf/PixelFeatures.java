package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.Raster;

/**
 * What a Gaussian kernel compares pixels by, each over its standard deviation: x and y, and in a bilateral kernel red, green and blue.
 *
 * @param sxy standard deviation of the position in pixels
 * @param srgb standard deviation of the colour in grey levels; infinite where colour does not matter
 */
record PixelFeatures(Raster image, float sxy, float srgb) {

    static PixelFeatures ofPosition(Raster image, double sxy) {
        return new PixelFeatures(image, (float) sxy, Float.POSITIVE_INFINITY);
    }

    static PixelFeatures ofPositionAndColour(Raster image, double sxy, double srgb) {
        return new PixelFeatures(image, (float) sxy, (float) srgb);
    }

    int dimensions() {
        return srgb == Float.POSITIVE_INFINITY ? 2 : 5;
    }

    int pixels() {
        return image.width() * image.height();
    }

    /** Writes a pixel's features. */
    void at(int pixel, float[] features) {
        features[0] = pixel % image.width() / sxy;
        features[1] = pixel / image.width() / sxy;
        for (int c = 2; c < features.length; c++) {
            features[c] = (image.rgb()[3 * pixel + c - 2] & 0xFF) / srgb;
        }
    }

    /** The largest value that each feature can take; the least is 0. */
    float[] extent() {
        float[] extent = new float[dimensions()];
        extent[0] = (image.width() - 1) / sxy;
        extent[1] = (image.height() - 1) / sxy;
        for (int c = 2; c < extent.length; c++) {
            extent[c] = 255 / srgb;
        }
        return extent;
    }
}
