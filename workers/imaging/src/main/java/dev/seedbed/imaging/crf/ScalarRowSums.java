package dev.seedbed.imaging.crf;

/** Row sums in plain Java: eight sums at a time stay in registers. */
final class ScalarRowSums implements RowSums {

    @Override
    public void weigh(float[] rows, int length, int[] index, float[] weights, int begin, int end, float[] to, int at) {
        for (int lane = 0; lane < length; lane += LANES) {
            weighLanes(rows, length, lane, index, weights, begin, end, to, at + lane);
        }
    }

    private static void weighLanes(
            float[] rows, int length, int lane, int[] index, float[] weights, int begin, int end, float[] to, int at) {
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        for (int entry = begin; entry < end; entry++) {
            int i = index[entry] * length + lane;
            float w = weights[entry];
            a += w * rows[i];
            b += w * rows[i + 1];
            c += w * rows[i + 2];
            d += w * rows[i + 3];
            e += w * rows[i + 4];
            f += w * rows[i + 5];
            g += w * rows[i + 6];
            h += w * rows[i + 7];
        }
        to[at] = a;
        to[at + 1] = b;
        to[at + 2] = c;
        to[at + 3] = d;
        to[at + 4] = e;
        to[at + 5] = f;
        to[at + 6] = g;
        to[at + 7] = h;
    }

    @Override
    public void blur(float[] rows, int length, int at, int ahead, int behind, float[] to) {
        for (int i = 0; i < length; i++) {
            to[at + i] = rows[at + i] + 0.5f * (rows[ahead + i] + rows[behind + i]);
        }
    }
}
