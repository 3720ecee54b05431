package dev.seedbed.training.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.draw.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void theSameSizeChangesNothing() {
        Raster picture = noise(9, 7, 1);
        assertThat(Resampling.resize(picture, 9, 7).rgb()).isEqualTo(picture.rgb());
    }

    @Test
    void aPlainPictureStaysPlainAtAnySize() {
        byte[] rgb = new byte[3 * 5 * 4];
        Arrays.fill(rgb, (byte) 201);
        for (int side : new int[] {1, 3, 4, 17}) {
            assertThat(Resampling.resize(new Raster(5, 4, rgb), side, side + 1).rgb()).containsOnly((byte) 201);
        }
    }

    @Test
    void shrinkingAveragesInsteadOfPickingPixels() {
        byte[] rgb = new byte[3 * 64 * 64];
        for (int i = 0; i < 64 * 64; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) ((i % 64 + i / 64) % 2 == 0 ? 255 : 0));
        }
        for (byte value : Resampling.resize(new Raster(64, 64, rgb), 8, 8).rgb()) {
            assertThat(value & 0xFF).isBetween(120, 135);
        }
    }

    @Test
    void aWindowShowsWhatTheWholeWouldShowThere() {
        for (int seed = 0; seed < 20; seed++) {
            Draws draws = Draws.of(seed, Draws.Purpose.ORDER);
            Raster picture = noise(1 + draws.nextInt(20), 1 + draws.nextInt(20), seed);
            int width = 1 + draws.nextInt(40);
            int height = 1 + draws.nextInt(40);
            int w = 1 + draws.nextInt(width);
            int h = 1 + draws.nextInt(height);
            Resampling.Window window = new Resampling.Window(draws.nextInt(width - w + 1), draws.nextInt(height - h + 1), w, h);
            Raster whole = Resampling.resize(picture, width, height);
            Raster part = Resampling.resize(picture, width, height, window);
            for (int y = 0; y < h; y++) {
                int from = 3 * ((window.top() + y) * width + window.left());
                assertThat(Arrays.copyOfRange(part.rgb(), 3 * y * w, 3 * (y + 1) * w))
                        .isEqualTo(Arrays.copyOfRange(whole.rgb(), from, from + 3 * w));
            }
        }
    }

    @Test
    void masksTakeTheNearestLabel() {
        Mask mask = new Mask(2, 1, new byte[] {1, (byte) 255});
        assertThat(Resampling.resize(mask, 4, 2).labels()).containsExactly(1, 1, -1, -1, 1, 1, -1, -1);
        assertThat(Resampling.resize(new Mask(4, 1, new byte[] {1, 2, 3, 4}), 2, 1).labels()).containsExactly(2, 4);
    }

    private static Raster noise(int width, int height, long seed) {
        Draws draws = Draws.of(seed, Draws.Purpose.AUGMENTATION);
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) draws.nextInt(256);
        }
        return new Raster(width, height, rgb);
    }
}
