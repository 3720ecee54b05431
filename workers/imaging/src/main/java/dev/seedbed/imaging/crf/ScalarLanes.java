package dev.seedbed.imaging.crf;

/** The inner loops in plain Java: a row stays in registers. */
final class ScalarLanes implements Lanes {

    @Override
    public void splat(float[] pixels, int corners, int[] vertexOf, float[] weightAt, float[] points) {
        int count = pixels.length / WIDTH;
        for (int first = 0, second = count / 2; second < count; first++, second++) {
            if (first < count / 2) {
                splat(pixels, first, corners, vertexOf, weightAt, points);
            }
            splat(pixels, second, corners, vertexOf, weightAt, points);
        }
    }

    private static void splat(float[] pixels, int pixel, int corners, int[] vertexOf, float[] weightAt, float[] points) {
        int at = pixel * WIDTH;
        float a = pixels[at];
        float b = pixels[at + 1];
        float c = pixels[at + 2];
        float d = pixels[at + 3];
        float e = pixels[at + 4];
        float f = pixels[at + 5];
        float g = pixels[at + 6];
        float h = pixels[at + 7];
        for (int corner = pixel * corners, end = corner + corners; corner < end; corner++) {
            int to = vertexOf[corner] * WIDTH;
            float w = weightAt[corner];
            points[to] += w * a;
            points[to + 1] += w * b;
            points[to + 2] += w * c;
            points[to + 3] += w * d;
            points[to + 4] += w * e;
            points[to + 5] += w * f;
            points[to + 6] += w * g;
            points[to + 7] += w * h;
        }
    }

    @Override
    public void blur(float[] points, int[] ahead, int[] behind, float[] blurred) {
        for (int v = 0; v < ahead.length; v++) {
            int at = v * WIDTH;
            int forth = ahead[v] * WIDTH;
            int back = behind[v] * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                blurred[at + i] = points[at + i] + 0.5f * (points[forth + i] + points[back + i]);
            }
        }
    }

    @Override
    public void slice(float[] points, int corners, int[] vertexOf, float[] weightAt, int from, int to, float[] pixels) {
        for (int pixel = from; pixel < to; pixel++) {
            int row = (pixel - from) * WIDTH;
            float a = pixels[row];
            float b = pixels[row + 1];
            float c = pixels[row + 2];
            float d = pixels[row + 3];
            float e = pixels[row + 4];
            float f = pixels[row + 5];
            float g = pixels[row + 6];
            float h = pixels[row + 7];
            for (int corner = pixel * corners, end = corner + corners; corner < end; corner++) {
                int at = vertexOf[corner] * WIDTH;
                float w = weightAt[corner];
                a += w * points[at];
                b += w * points[at + 1];
                c += w * points[at + 2];
                d += w * points[at + 3];
                e += w * points[at + 4];
                f += w * points[at + 5];
                g += w * points[at + 6];
                h += w * points[at + 7];
            }
            pixels[row] = a;
            pixels[row + 1] = b;
            pixels[row + 2] = c;
            pixels[row + 3] = d;
            pixels[row + 4] = e;
            pixels[row + 5] = f;
            pixels[row + 6] = g;
            pixels[row + 7] = h;
        }
    }
}
