package dev.seedbed.data.scenes;

import java.util.ArrayList;
import java.util.List;

/** Paints one scene: a blotchy ground, distractors, one to three objects that hide each other at most by half, and what lies in front. */
final class ScenePainter {

    private static final double LEAST_VISIBLE = 0.55;
    private static final SceneClass[] CLASSES = SceneClass.values();

    private final int sidePx;
    private final Draw draw;

    ScenePainter(int sidePx, Draw draw) {
        this.sidePx = sidePx;
        this.draw = draw;
    }

    /** Paints until every object can be seen well enough. */
    Scene paint() {
        while (true) {
            var canvas = new Canvas(sidePx);
            ground(canvas);
            clutter(canvas, 3 + draw.below(4), 0.08, 0.26);
            List<Thing> things = things();
            int[] covered = new int[things.size()];
            for (int object = 0; object < covered.length; object++) {
                covered[object] = canvas.draw(things.get(object), object);
            }
            clutter(canvas, draw.below(3), 0.05, 0.13);
            light(canvas);
            if (allVisible(canvas, covered)) {
                return new Scene(sidePx, canvas, things);
            }
        }
    }

    private static boolean allVisible(Canvas canvas, int[] covered) {
        for (int object = 0; object < covered.length; object++) {
            if (canvas.visible(object) < LEAST_VISIBLE * covered[object]) {
                return false;
            }
        }
        return true;
    }

    private List<Thing> things() {
        double luck = draw.within(0, 1);
        int count = luck < 0.5 ? 1 : luck < 0.85 ? 2 : 3;
        double shrink = count == 1 ? 1 : count == 2 ? 0.78 : 0.64;
        var things = new ArrayList<Thing>();
        for (int object = 0; object < count; object++) {
            double reach = draw.within(0.34, 0.46) * shrink;
            double margin = 0.8 * reach;
            Frame frame = frame(draw.within(margin, 1 - margin), draw.within(margin, 1 - margin), reach, draw.within(0.8, 1));
            things.add(Thing.draw(draw.oneOf(CLASSES), frame, draw));
        }
        return things;
    }

    private void clutter(Canvas canvas, int count, double least, double most) {
        for (int i = 0; i < count; i++) {
            Frame frame = frame(draw.within(0, 1), draw.within(0, 1), draw.within(least, most), draw.within(0.5, 1));
            canvas.draw(Clutter.draw(frame, draw), Canvas.NOBODY);
        }
    }

    private void ground(Canvas canvas) {
        Colour near = Tones.any(draw);
        Colour far = Tones.any(draw);
        Colour spots = Tones.any(draw);
        var blotches = new Noise(draw.seed());
        var patches = new Noise(draw.seed());
        double scale = sidePx / draw.within(3, 8);
        canvas.fill((x, y) -> {
            double mix = step(blotches.fractal(x / scale, y / scale), 0.35, 0.65);
            double spot = step(patches.fractal(1.7 * x / scale, 1.7 * y / scale), 0.58, 0.68);
            return near.towards(far, mix).towards(spots, spot);
        });
    }

    private void light(Canvas canvas) {
        double right = draw.within(-0.2, 0.2);
        double down = draw.within(-0.2, 0.2);
        var grain = new Noise(draw.seed());
        canvas.light((x, y) -> {
            double light = 1 + right * (x / sidePx - 0.5) + down * (y / sidePx - 0.5) + 0.12 * (grain.smooth(1.3 * x, 1.3 * y) - 0.5);
            return new Colour(light, light, light);
        });
    }

    private Frame frame(double x, double y, double reach, double squeeze) {
        return Frame.of(x * sidePx, y * sidePx, reach * sidePx, squeeze, draw.within(0, 2 * StrictMath.PI));
    }

    private static double step(double value, double low, double high) {
        return Math.clamp((value - low) / (high - low), 0, 1);
    }
}
