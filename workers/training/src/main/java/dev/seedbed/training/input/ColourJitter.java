package dev.seedbed.training.input;

import dev.seedbed.imaging.Raster;
import dev.seedbed.training.draw.Draws;

/**
 * Colours varied: brightness, then contrast about the picture's mean grey, then saturation about each pixel's grey, each by its factor.
 * Grey is 0.299 r + 0.587 g + 0.114 b.
 */
record ColourJitter(double brightness, double contrast, double saturation) {

    /** Factors from [1 − share, 1 + share]. */
    static ColourJitter draw(double share, Draws draws) {
        return new ColourJitter(
                draws.nextDouble(1 - share, 1 + share), draws.nextDouble(1 - share, 1 + share), draws.nextDouble(1 - share, 1 + share));
    }

    Raster of(Raster picture) {
        byte[] rgb = picture.rgb();
        double mean = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            mean += brightness * grey(rgb[i] & 0xFF, rgb[i + 1] & 0xFF, rgb[i + 2] & 0xFF);
        }
        mean /= rgb.length / 3.0;
        byte[] varied = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            double r = contrasted(rgb[i], mean);
            double g = contrasted(rgb[i + 1], mean);
            double b = contrasted(rgb[i + 2], mean);
            double grey = grey(r, g, b);
            varied[i] = saturated(r, grey);
            varied[i + 1] = saturated(g, grey);
            varied[i + 2] = saturated(b, grey);
        }
        return new Raster(picture.width(), picture.height(), varied);
    }

    private static double grey(double r, double g, double b) {
        return 0.299 * r + 0.587 * g + 0.114 * b;
    }

    private double contrasted(byte value, double mean) {
        return (brightness * (value & 0xFF) - mean) * contrast + mean;
    }

    private byte saturated(double value, double grey) {
        return (byte) Math.clamp(Math.round((value - grey) * saturation + grey), 0, 255);
    }
}
