package dev.seedbed.data.scenes;

import java.util.Optional;

/** A distractor: a plain shape in the bodies' colours, of no class. */
record Clutter(Shape shape, Frame frame, Colour colour, Noise grain) implements Figure {

    enum Shape {
        ELLIPSE,
        BLOCK,
        BAR,
        WEDGE,
        RING
    }

    static Clutter draw(Frame frame, Draw draw) {
        return new Clutter(draw.oneOf(Shape.values()), frame, Tones.any(draw), new Noise(draw.seed()));
    }

    @Override
    public Optional<Colour> at(double x, double y) {
        double u = frame.u(x, y);
        double v = frame.v(x, y);
        return covers(u, v) ? Optional.of(colour.times(1 + 0.4 * (grain.fractal(3 * u, 3 * v) - 0.5))) : Optional.empty();
    }

    private boolean covers(double u, double v) {
        return switch (shape) {
            case ELLIPSE -> u * u + v * v * 1.6 < 1;
            case BLOCK -> Math.abs(u) < 0.8 && Math.abs(v) < 0.6;
            case BAR -> Math.abs(u) < 1 && Math.abs(v) < 0.16;
            case WEDGE -> u > -0.8 && u < 0.9 && Math.abs(v) < 0.45 * (0.9 - u);
            case RING -> u * u + v * v < 1 && u * u + v * v > 0.42;
        };
    }
}
