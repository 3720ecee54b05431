package dev.seedbed.training.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.engine.Arrays32;
import dev.seedbed.training.weights.InputConvention;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** Presents pictures to a network: bytes to floats, channel by channel. */
public final class Pixels {

    private final float[][] table;
    private final int[] byteOf;

    public Pixels(InputConvention convention) {
        this.table = convention.table();
        this.byteOf = new int[] {convention.byteOf(0), convention.byteOf(1), convention.byteOf(2)};
    }

    /** Pictures of one size as an array [N,3,H,W]. */
    public NDArray batch(NDManager manager, List<Raster> pictures) {
        Raster first = pictures.getFirst();
        int size = 3 * first.width() * first.height();
        ByteBuffer buffer = Arrays32.allocate((long) pictures.size() * size * Float.BYTES);
        for (int i = 0; i < pictures.size(); i++) {
            present(pictures.get(i), false, buffer.asFloatBuffer().position(i * size));
        }
        return Arrays32.over(manager, new Shape(pictures.size(), 3, first.height(), first.width()), DataType.FLOAT32, buffer);
    }

    /**
     * Puts a picture as [3,H,W] at the buffer's position.
     *
     * @param mirrored left and right exchanged
     */
    public void present(Raster picture, boolean mirrored, FloatBuffer target) {
        int width = picture.width();
        byte[] rgb = picture.rgb();
        float[] row = new float[width];
        for (int c = 0; c < 3; c++) {
            float[] value = table[c];
            for (int y = 0; y < picture.height(); y++) {
                int at = 3 * y * width + byteOf[c];
                for (int x = 0; x < width; x++, at += 3) {
                    row[mirrored ? width - 1 - x : x] = value[rgb[at] & 0xFF];
                }
                target.put(row);
            }
        }
    }
}
