package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BilinearTest {

    private static final Offset<Float> EXACT = within(1e-6f);

    @Test
    void centresAreMappedToCentresAndBordersRepeated() {
        FloatMaps maps = new FloatMaps(1, 1, 3, new float[] {0, 1, 4});
        assertThat(Bilinear.resize(maps, 1, 6).values()).containsExactly(new float[] {0, 0.25f, 0.75f, 1.75f, 3.25f, 4}, EXACT);
    }

    @Test
    void alignedCornersKeepTheCorners() {
        FloatMaps maps = new FloatMaps(1, 1, 3, new float[] {0, 1, 4});
        assertThat(Bilinear.resizeAligned(maps, 1, 5).values()).containsExactly(new float[] {0, 0.5f, 1, 2.5f, 4}, EXACT);
        assertThat(Bilinear.resizeAligned(maps, 1, 1).values()).containsExactly(0);
    }

    /** Values that PyTorch 2.7 gives for {@code interpolate(arange(12).view(1, 1, 3, 4) ** 2, (4, 6))}. */
    @Test
    void bothAxesAreResizedAtOnce() {
        float[] squares = new float[12];
        for (int i = 0; i < 12; i++) {
            squares[i] = i * i;
        }
        FloatMaps maps = new FloatMaps(1, 3, 4, squares);
        assertThat(Bilinear.resize(maps, 4, 6).values()).containsExactly(SQUARES, within(1e-4f));
        assertThat(Bilinear.resizeAligned(maps, 4, 6).values()).containsExactly(SQUARES_ALIGNED, within(1e-4f));
    }

    @Test
    void theSameSizeChangesNothingAndConstantsStayConstant() {
        Random random = new Random(3);
        float[] values = new float[2 * 5 * 9];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        FloatMaps maps = new FloatMaps(2, 5, 9, values);
        assertThat(Bilinear.resize(maps, 5, 9).values()).containsExactly(values);
        assertThat(Bilinear.resizeAligned(maps, 5, 9).values()).containsExactly(values, EXACT);
        FloatMaps flat = new FloatMaps(1, 2, 2, new float[] {3, 3, 3, 3});
        for (int size = 1; size < 12; size++) {
            assertThat(Bilinear.resize(flat, size, 13 - size).values()).usingComparatorWithPrecision(1e-6f).containsOnly(3);
            assertThat(Bilinear.resizeAligned(flat, size, 13 - size).values()).usingComparatorWithPrecision(1e-6f).containsOnly(3);
        }
    }

    @Test
    void nothingIsNoSize() {
        assertThatThrownBy(() -> Bilinear.resize(new FloatMaps(1, 1, 1, new float[1]), 0, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final float[] SQUARES = {
        0f, 0.5f, 1.5f, 3.5f, 6.5f, 9f,
        10f, 13f, 17.3333f, 22.6667f, 29f, 34f,
        34f, 40f, 48.3333f, 57.6667f, 68f, 76f,
        64f, 72.5f, 84.1667f, 96.8333f, 110.5f, 121f
    };

    private static final float[] SQUARES_ALIGNED = {
        0f, 0.6f, 1.6f, 3.4f, 6f, 9f,
        10.6667f, 14.4667f, 18.6667f, 23.6667f, 29.4667f, 35.6667f,
        32f, 39f, 46.4f, 54.6f, 63.6f, 73f,
        64f, 74.2f, 84.8f, 96.2f, 108.4f, 121f
    };
}
