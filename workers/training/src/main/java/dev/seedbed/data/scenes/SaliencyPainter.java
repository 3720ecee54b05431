package dev.seedbed.data.scenes;

import dev.seedbed.imaging.GreyMap;

/**
 * Draws a scene's saliency with the faults of a real one: objects missed, of uneven strength or with holes, false alarms, soft
 * edges.
 */
final class SaliencyPainter {

    /** How many objects such a network hardly sees. */
    private static final double MISSED = 0.15;

    private final Scene scene;
    private final Draw draw;
    private final int sidePx;

    SaliencyPainter(Scene scene, Draw draw) {
        this.scene = scene;
        this.draw = draw;
        this.sidePx = scene.sidePx();
    }

    GreyMap paint() {
        double[] map = new double[sidePx * sidePx];
        objects(map);
        for (int alarms = 1 + draw.below(4); alarms > 0; alarms--) {
            falseAlarm(map);
        }
        int radius = Math.max(1, sidePx / 32);
        double[] soft = blurred(blurred(map, 1, sidePx, radius), sidePx, 1, radius);
        byte[] levels = new byte[soft.length];
        for (int pixel = 0; pixel < soft.length; pixel++) {
            levels[pixel] = (byte) Math.clamp((int) (255 * soft[pixel] + 0.5), 0, 255);
        }
        return new GreyMap(sidePx, sidePx, levels);
    }

    private void objects(double[] map) {
        double[] strength = new double[scene.things().size()];
        for (int object = 0; object < strength.length; object++) {
            strength[object] = draw.chance(MISSED) ? draw.within(0, 0.2) : draw.within(0.4, 1);
        }
        var holes = new Noise(draw.seed());
        double scale = sidePx / 5.0;
        for (int pixel = 0; pixel < map.length; pixel++) {
            double noise = holes.fractal(pixel % sidePx / scale, pixel / sidePx / scale);
            int object = scene.canvas().objectAt(pixel);
            if (object == Canvas.NOBODY) {
                map[pixel] = 0.05 * noise;
            } else {
                map[pixel] = noise < 0.36 ? 0.03 : strength[object] * (0.6 + 0.4 * noise);
            }
        }
    }

    private void falseAlarm(double[] map) {
        Frame frame = Frame.of(
                draw.within(0, sidePx), draw.within(0, sidePx), draw.within(0.06, 0.22) * sidePx, draw.within(0.5, 1),
                draw.within(0, 2 * StrictMath.PI));
        double strength = draw.within(0.2, 0.9);
        for (int pixel = 0; pixel < map.length; pixel++) {
            double u = frame.u(pixel % sidePx, pixel / sidePx);
            double v = frame.v(pixel % sidePx, pixel / sidePx);
            map[pixel] = Math.max(map[pixel], strength * (1 - u * u - v * v));
        }
    }

    /** The mean over 2·radius + 1 neighbours along one axis, the border repeated. */
    private double[] blurred(double[] map, int step, int stride, int radius) {
        double[] blurred = new double[map.length];
        for (int line = 0; line < sidePx; line++) {
            for (int at = 0; at < sidePx; at++) {
                double sum = 0;
                for (int near = at - radius; near <= at + radius; near++) {
                    sum += map[line * stride + Math.clamp(near, 0, sidePx - 1) * step];
                }
                blurred[line * stride + at * step] = sum / (2 * radius + 1);
            }
        }
        return blurred;
    }
}
