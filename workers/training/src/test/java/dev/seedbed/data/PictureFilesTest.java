package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.imaging.PictureFormatException;
import dev.seedbed.imaging.Raster;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The JPEGs were written by Pillow: 16×16, red 40 + 10x, green 60 + 8y, blue 90. */
class PictureFilesTest {

    private static final String PROGRESSIVE =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDA"
            + "sKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAQ"
            + "ABADAREAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABgUH/8QAGAEAAwEBAAAAAAAAAAAAAAAABAUHAwj/2gAMAwEAAhADEAAAAcn2BYJKjb"
            + "A55YpKh//EABYQAAMAAAAAAAAAAAAAAAAAAAAEBf/aAAgBAQABBQJKUJShKUJSj//EABcRAAMBAAAAAAAAAAAAAAAAAAAEBTH/2gAIAQMBAT8B"
            + "kP4SH8JD+Eh/D//EABYRAQEBAAAAAAAAAAAAAAAAAAQAA//aAAgBAgEBPwHdkhkhluy//8QAFRABAQAAAAAAAAAAAAAAAAAAADL/2gAIAQEABj"
            + "8ClKUv/8QAFhABAQEAAAAAAAAAAAAAAAAAADHB/9oACAEBAAE/IZk8JYSw/9oADAMBAAIAAwAAABD6D//EABURAQEAAAAAAAAAAAAAAAAAAABR"
            + "/9oACAEDAQE/EKlSpU//xAAWEQADAAAAAAAAAAAAAAAAAAAAITH/2gAIAQIBAT8QsyjKMsz/xAAZEAACAwEAAAAAAAAAAAAAAAAAARExQZH/2g"
            + "AIAQEAAT8QRVeEFYfuH7j/2Q==";
    private static final String GREY =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDA"
            + "sKDAkKCgr/wAALCAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAABwYI/8QAHhAAAQMEAwAAAAAAAAAAAAAAAQAGBxEiJJIEEpH/2gAIAQEA"
            + "AD8AygyYpFlOMPEwMmKadMYaq2ZEVGzGOqYWRFRsxjqv/9k=";
    private static final String CMYK =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCg"
            + "wJCgoK/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAJCP/EABoQAQABBQAAAAAAAAAAAAAAAAAIGERkgaL/2gAO"
            + "BEMATQBZAEsAAD8AxXEm10y/Tbgcszr+KgRJtdFNuByCX8SbXSgFNuByCoESbXRTbgcg/9k=";

    @Test
    void everyKindOfJpegIsReadAsItsColours() {
        assertColour(PROGRESSIVE, 90, 84, 90);
        assertColour(CMYK, 90, 84, 90);
        assertColour(GREY, 86, 86, 86);
        assertThat(PictureFiles.decodeGrey(bytes(GREY)).levels()[3 * 16 + 5] & 0xFF).isBetween(84, 88);
    }

    @Test
    void aJpegCutAnywhereIsRefused() {
        for (String jpeg : new String[] {PROGRESSIVE, GREY, CMYK}) {
            byte[] whole = bytes(jpeg);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> PictureFiles.decode(cut)).isInstanceOf(PictureFormatException.class);
            }
        }
    }

    @Test
    void pngsGiveTheirSamplesWithoutTransparency() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 1, 0x40102030);
        Raster raster = PictureFiles.decode(png(image));
        assertThat(raster.rgb()).hasSize(18).endsWith(0x10, 0x20, 0x30, 0, 0, 0);
        var grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(1, 0, 0, 100);
        assertThat(PictureFiles.decode(png(grey)).rgb()).containsExactly(0, 0, 0, 100, 100, 100);
        var deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(1, 0, 0, 0x7F01);
        assertThat(PictureFiles.decode(png(deep)).rgb()).containsExactly(0, 0, 0, 0x7F, 0x7F, 0x7F);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThatThrownBy(() -> PictureFiles.decode("GIF89a, not a photograph".getBytes()))
                .isInstanceOf(PictureFormatException.class)
                .hasMessageContaining("neither a JPEG nor a PNG");
    }

    private static void assertColour(String jpeg, int red, int green, int blue) {
        Raster raster = PictureFiles.decode(bytes(jpeg));
        int[] expected = {red, green, blue};
        for (int c = 0; c < 3; c++) {
            assertThat(raster.rgb()[3 * (3 * 16 + 5) + c] & 0xFF).isBetween(expected[c] - 3, expected[c] + 3);
        }
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
