package dev.seedbed.training.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.Raster;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxScalingTest {

    @Test
    void boxesOfVeryLongPicturesStayWhereTheyAre() {
        int length = 60_000;
        Raster strip = new Raster(length, 1, new byte[3 * length]);
        var whole = new Resampling.Window(0, 0, length, 1);
        Box box = new Box(50_000, 0, length, 1, 2, false);
        assertThat(new BoxScaling(strip, length, 1, whole).of(List.of(box))).containsExactly(box);
    }

    @Test
    void everyPixelThatABoxTouchesIsInIt() {
        Raster picture = new Raster(10, 10, new byte[300]);
        var whole = new Resampling.Window(0, 0, 4, 4);
        assertThat(new BoxScaling(picture, 4, 4, whole).of(List.of(new Box(3, 0, 6, 5, 1, false))))
                .containsExactly(new Box(1, 0, 3, 2, 1, false));
    }
}
