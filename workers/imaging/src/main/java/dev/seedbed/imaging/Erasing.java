package dev.seedbed.imaging;

/** Adversarial erasing: what a region marks becomes the data set's mean colour. */
public final class Erasing {

    private Erasing() {}

    /**
     * A copy of the picture in which every pixel with a region (any value but 0) has the colour.
     *
     * @param regions of the picture's size
     * @param red likewise green and blue, 0..255
     */
    public static Raster erase(Raster picture, Mask regions, int red, int green, int blue) {
        if (regions.width() != picture.width() || regions.height() != picture.height()) {
            throw new IllegalArgumentException("regions of " + regions.width() + "x" + regions.height() + " do not fit a picture of "
                    + picture.width() + "x" + picture.height());
        }
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < regions.labels().length; i++) {
            if (regions.labels()[i] != 0) {
                rgb[3 * i] = (byte) red;
                rgb[3 * i + 1] = (byte) green;
                rgb[3 * i + 2] = (byte) blue;
            }
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }
}
