package dev.seedbed.data.scenes;

import java.util.Optional;

/**
 * An object of a class: a plain body with a faint pattern, and a badge.
 *
 * @param grain blotches of light and shade on the body
 * @param bright light on the badge, about 1
 */
record Thing(SceneClass kind, Frame frame, Colour body, Noise grain, double bright) implements Figure {

    private static final double TEXTURE = 0.15;
    private static final double BLOTCHES = 0.30;

    static Thing draw(SceneClass kind, Frame frame, Draw draw) {
        return new Thing(kind, frame, Tones.leaning(kind, draw), new Noise(draw.seed()), draw.within(0.85, 1.05));
    }

    @Override
    public Optional<Colour> at(double x, double y) {
        double u = frame.u(x, y);
        double v = frame.v(x, y);
        if (!kind.body(u, v)) {
            return Optional.empty();
        }
        Optional<Colour> badge = kind.badge(u, v);
        if (badge.isPresent()) {
            return Optional.of(badge.get().times(bright));
        }
        double light = 1 + BLOTCHES * (grain.fractal(2 * u, 2 * v) - 0.5);
        double shift = TEXTURE * kind.texture(u, v);
        return Optional.of(new Colour(body.red() * light + shift, body.green() * light + shift, body.blue() * light + shift));
    }
}
