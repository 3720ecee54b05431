package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ErasingTest {

    @Test
    void everyMarkedPixelTakesTheColourAndTheOriginalStays() {
        Raster picture = new Raster(3, 1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        Raster erased = Erasing.erase(picture, new Mask(3, 1, new byte[] {0, 4, (byte) 255}), 124, 116, 200);
        assertThat(erased.rgb()).containsExactly(1, 2, 3, 124, 116, (byte) 200, 124, 116, (byte) 200);
        assertThat(picture.rgb()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void regionsOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> Erasing.erase(new Raster(1, 1, new byte[3]), new Mask(1, 2, new byte[2]), 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1x2");
    }
}
