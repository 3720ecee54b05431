package dev.seedbed.training.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.weights.InputConvention;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
        int width = pictures.getFirst().width();
        int height = pictures.getFirst().height();
        return DeviceArrays.filled(manager, new Shape(pictures.size(), 3, height, width), DataType.FLOAT32, buffer -> {
            FloatBuffer floats = buffer.asFloatBuffer();
            pictures.forEach(picture -> present(new Placed(picture, 0, 0, width, height, false), floats));
        });
    }

    /**
     * A picture in a frame, the rest of which is the mean colour.
     *
     * @param left where the picture begins, at least 0; it fits the frame
     * @param width of the frame
     * @param mirrored the whole frame, left and right exchanged
     */
    public record Placed(Raster picture, int left, int top, int width, int height, boolean mirrored) {}

    /** Puts a framed picture as [3,height,width] at the buffer's position. */
    public void present(Placed placed, FloatBuffer target) {
        Raster picture = placed.picture;
        float[] row = new float[placed.width];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < placed.height; y++) {
                Arrays.fill(row, 0);
                int inside = y - placed.top;
                if (inside >= 0 && inside < picture.height()) {
                    fill(row, placed, 3 * inside * picture.width() + byteOf[c], table[c]);
                }
                target.put(row);
            }
        }
    }

    private static void fill(float[] row, Placed placed, int from, float[] value) {
        byte[] rgb = placed.picture.rgb();
        int count = placed.picture.width();
        int x = placed.mirrored ? placed.width - 1 - placed.left : placed.left;
        int next = placed.mirrored ? -1 : 1;
        for (int i = 0, at = from; i < count; i++, at += 3, x += next) {
            row[x] = value[rgb[at] & 0xFF];
        }
    }
}
