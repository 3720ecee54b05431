package dev.seedbed.data.scenes;

import java.util.Optional;

/** Something painted onto a scene: its colour at a point, in pixels, or empty beside it. */
sealed interface Figure permits Thing, Clutter {

    Optional<Colour> at(double x, double y);

    /** The point that it lies around, and how far it reaches at most. */
    Frame frame();
}
