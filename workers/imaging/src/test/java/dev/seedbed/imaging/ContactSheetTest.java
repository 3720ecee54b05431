package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.imaging.ContactSheet.Cell;
import dev.seedbed.imaging.ContactSheet.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

    private static final List<String> CLASSES = List.of("background", "cat", "dog");

    @Test
    void picturesAndLabelsOfAnySizeStandWhereTheirCellsAre() throws IOException {
        byte[] labels = new byte[200];
        Arrays.fill(labels, (byte) 2);
        var mask = new Mask(20, 10, labels);
        var white = new Raster(10, 20, filled(600, 255));
        var cells = List.<Cell>of(
                new Cell.Picture(white), new Cell.Labels(mask), new Cell.Overlay(new Raster(20, 10, filled(600, 255)), mask),
                new Cell.Grey(new GreyMap(4, 4, filled(16, 100))), new Cell.Empty());
        BufferedImage sheet = read(new ContactSheet("", List.of("a", "b", "c", "d", "e"), List.of(new Row("", cells)), CLASSES, 64));
        int middle = 20 + 19 + 32;
        assertThat(rgb(sheet, 52, middle)).isEqualTo(0xFFFFFF);
        assertThat(rgb(sheet, 52 + 70, middle)).isEqualTo(Palette.rgb(2));
        assertThat(rgb(sheet, 52 + 140, middle)).isEqualTo(0x66B266);
        assertThat(rgb(sheet, 52 + 210, middle)).isEqualTo(0x646464);
        assertThat(rgb(sheet, 52 + 280, middle)).isEqualTo(0xF2F4F6);
    }

    @Test
    void theLegendNamesVoidOnlyWhereThereIsAny() throws IOException {
        var clear = new Row("clear", List.of(new Cell.Labels(new Mask(1, 1, new byte[1]))));
        var open = new Row("open", List.of(new Cell.Labels(new Mask(1, 1, new byte[] {(byte) 255}))));
        assertThat(count(read(new ContactSheet("t", List.of("l"), List.of(clear), CLASSES, 256)), Palette.rgb(255))).isZero();
        int voidCell = 256 * 256;
        assertThat(count(read(new ContactSheet("t", List.of("l"), List.of(open), CLASSES, 256)), Palette.rgb(255))).isGreaterThan(voidCell);
    }

    @Test
    void everySignIsWritten() throws IOException {
        var cell = List.<Cell>of(new Cell.Empty());
        for (String title : List.of("IOUmiou 0123456789", "→×–…", "日本語")) {
            BufferedImage sheet = read(new ContactSheet(title, List.of(title), List.of(new Row(title, cell)), CLASSES, 64));
            assertThat(sheet.getWidth()).isGreaterThan(64);
        }
    }

    @Test
    void rowsThatDoNotFitTheColumnsAreRefused() {
        var row = new Row("r", List.of(new Cell.Empty(), new Cell.Empty()));
        assertThatThrownBy(() -> new ContactSheet("", List.of("one"), List.of(row), CLASSES, 64)).hasMessageContaining("2 cells under 1");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static int count(BufferedImage image, int colour) {
        int count = 0;
        for (int pixel = 0; pixel < image.getWidth() * image.getHeight(); pixel++) {
            count += rgb(image, pixel % image.getWidth(), pixel / image.getWidth()) == colour ? 1 : 0;
        }
        return count;
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }

    private static BufferedImage read(ContactSheet sheet) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(sheet.png()));
    }
}
