package dev.seedbed.data.scenes;

/**
 * A colour.
 *
 * @param red 0 to 1, and beyond before it is stored; so green and blue
 */
record Colour(double red, double green, double blue) {

    /** Of 0xRRGGBB. */
    static Colour of(int rgb) {
        return new Colour((rgb >> 16) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
    }

    /** This at 0, the other at 1. */
    Colour towards(Colour other, double share) {
        return new Colour(
                red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share);
    }

    Colour times(double light) {
        return new Colour(red * light, green * light, blue * light);
    }

    /** A neighbour of this colour, each channel up to the amount away. */
    Colour jittered(Draw draw, double amount) {
        return new Colour(
                red + draw.within(-amount, amount), green + draw.within(-amount, amount), blue + draw.within(-amount, amount));
    }
}
