package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The pictures were written by Pillow or, those of 1, 2 and 4 grey bits with a transparent level, by hand: 5×3, sample i is i mod 4. */
class LabelPngTest {

    private static final String PALETTE_1_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAQMAAABh+Fe7AAAABlBMVEX///8AAABVwtN+AAAADklEQVR4nGMIYFjBEAAAA94BSXfAiOEAAAAASU"
            + "VORK5CYII=";
    private static final String PALETTE_2_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAgMAAAAmWC1rAAAADFBMVEUJCQkBAgPIAAAAAPrrfZYwAAAAEUlEQVR4nGOQZmAJvMLiKgIABogBoq"
            + "vmt1sAAAAASUVORK5CYII=";
    private static final String PALETTE_TRANSPARENT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAgMAAAAmWC1rAAAADFBMVEUJCQkBAgPIAAAAAPrrfZYwAAAAAXRSTlMAQObYZgAAABFJREFUeJxjkG"
            + "ZgCbzC4ioCAAaIAaKr5rdbAAAAAElFTkSuQmCC";
    private static final String GREY_1_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAQAAAABzTfhVAAAAAnRSTlMAAQGU/a4AAAAOSURBVHicYwhgWMEQAAAD3gFJd8CI4QAAAABJRU5Erk"
            + "Jggg==";
    private static final String GREY_2_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAgAAAAA07YKFAAAAAnRSTlMAAQGU/a4AAAARSURBVHicY5BmYMhxYNjYAAAF3wH5oQmxeQAAAABJRU"
            + "5ErkJggg==";
    private static final String GREY_4_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADBAAAAAC7rXclAAAAAnRSTlMAAQGU/a4AAAAUSURBVHicY2BUZmAQMhBgUGZUAAAD7gC7e1G4CgAAAA"
            + "BJRU5ErkJggg==";
    private static final String GREY_8_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAAAAAB+XZokAAAAGklEQVR4nGNgsKnYwsBgU7GFwYbJxsbHxgYAJ64ES9/n0DYAAAAASUVORK5CYI"
            + "I=";
    private static final String GREY_16_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADEAAAAAAuzUZnAAAAIklEQVR4nGNgYGB+wX6BewcDgsH8gonlBcuLrx7ML1heAACXCwrkqFZINgAAAA"
            + "BJRU5ErkJggg==";
    private static final String GREY_ALPHA =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAQAAADxPw1zAAAAHklEQVR4nEXGsQ0AAAgDoFL/P9nEUSaS0M7kQ2EXDg1zAh/UBMfdAAAAAElFTk"
            + "SuQmCC";
    private static final String RGB =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAAI0lEQVR4nF3HsQ0AMAgDsDj8fzJSh25sdpKg7czkBAV29+MBHTADLXoXgfAAAA"
            + "AASUVORK5CYII=";
    private static final String RGBA =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAYAAABbNsX4AAAAJklEQVR4nG3IMQ4AIACDQGj//+QmLrrJdAEA1SRpW35DNd627fkAMvEEO6W5Qf"
            + "wAAAAASUVORK5CYII=";

    @Test
    void whatIsWrittenIsReadBackForEveryLabel() {
        byte[] labels = new byte[300];
        for (int i = 0; i < 300; i++) {
            labels[i] = (byte) i;
        }
        var mask = new Mask(20, 15, labels);
        byte[] png = LabelPng.write(mask);
        assertThat(LabelPng.read(png).labels()).isEqualTo(labels);
        assertThat(Png.header(png)).isEqualTo(new Png(20, 15, 8, Png.Colours.PALETTE));
        assertThat(LabelPng.readGrey(LabelPng.write(new GreyMap(20, 15, labels))).levels()).isEqualTo(labels);
    }

    @Test
    void samplesAreReadAsStoredAtEveryDepth() {
        assertThat(labels(PALETTE_1_BIT)).containsExactly(samples(2, 1));
        assertThat(labels(PALETTE_2_BIT)).containsExactly(samples(4, 1));
        assertThat(labels(PALETTE_TRANSPARENT)).containsExactly(samples(4, 1));
        assertThat(labels(GREY_1_BIT)).containsExactly(samples(2, 1));
        assertThat(labels(GREY_2_BIT)).containsExactly(samples(4, 1));
        assertThat(labels(GREY_4_BIT)).containsExactly(samples(4, 1));
        assertThat(labels(GREY_8_BIT)).containsExactly(samples(4, 60));
    }

    @Test
    void coloursAnd16BitsAreRefusedByName() {
        refuses(decode(GREY_16_BIT), "16");
        refuses(decode(RGB), "RGB");
        refuses(decode(RGBA), "RGBA");
        refuses(decode(GREY_ALPHA), "GREY_ALPHA");
        refuses(new byte[100], "not a PNG");
    }

    @Test
    void aCutOrDamagedFileIsRefused() {
        byte[] png = LabelPng.write(new Mask(30, 30, Noise.bytes(900, 4)));
        for (int length = 0; length < png.length; length += 13) {
            refuses(Arrays.copyOf(png, length), "PNG");
        }
        for (int at = 33; at < png.length; at += 29) {
            byte[] damaged = png.clone();
            damaged[at] ^= 0x10;
            refuses(damaged, "PNG");
        }
    }

    @Test
    void thePaletteIsVocs() {
        assertThat(Palette.rgb(0)).isZero();
        assertThat(Palette.rgb(1)).isEqualTo(0x800000);
        assertThat(Palette.rgb(20)).isEqualTo(0x004080);
        assertThat(Palette.rgb(255)).isEqualTo(0xE0E0C0);
    }

    private static void refuses(byte[] png, String reason) {
        assertThatThrownBy(() -> LabelPng.read(png)).isInstanceOf(PictureFormatException.class).hasMessageContaining(reason);
    }

    private static byte[] samples(int values, int factor) {
        byte[] samples = new byte[15];
        for (int i = 0; i < 15; i++) {
            samples[i] = (byte) (i % 4 % values * factor);
        }
        return samples;
    }

    private static byte[] labels(String png) {
        return LabelPng.read(decode(png)).labels();
    }

    private static byte[] decode(String png) {
        return Base64.getDecoder().decode(png);
    }
}
