package dev.seedbed.imaging.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** The files were written by SciPy: a matrix, then GTcls with a cell array, Segmentation [3, 5] of 0, 17, 34, …, and a row vector. */
class MatFileTest {

    private static final String PLAIN =
            "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFNhdCBOb3YgMjEgMTI6NTE6MDggMjAyNgAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAAWAAAAAYAAAAIAAAABgAAAAAAAAAFAAAACAAAAAIAAAACAAAAAQAAAAUA"
            + "AABvdGhlcgAAAAkAAAAgAAAAAAAAAAAA8D8AAAAAAADwPwAAAAAAAPA/AAAAAAAA8D8OAAAAyAEAAAYAAAAIAAAAAgAAAAAAAAAFAAAACAAAAAEAAAAB"
            + "AAAAAQAAAAUAAABHVGNscwAAAAUABAASAAAAAQAAADYAAABCb3VuZGFyaWVzAAAAAAAAAABTZWdtZW50YXRpb24AAAAAAABDYXRlZ29yaWVzUHJlc2Vu"
            + "dAAAAA4AAADIAAAABgAAAAgAAAABAAAAAAAAAAUAAAAIAAAAAgAAAAEAAAABAAAAAAAAAA4AAABAAAAABgAAAAgAAAAJAgAAAAAAAAUAAAAIAAAAAwAA"
            + "AAMAAAABAAAAAAAAAAIAAAAJAAAAAQAAAAEAAAABAAAAAAAAAA4AAABQAAAABgAAAAgAAAAGAAAAAAAAAAUAAAAIAAAAAgAAAAIAAAABAAAAAAAAAAkA"
            + "AAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAOAAAAQAAAAAYAAAAIAAAACQAAAAAAAAAFAAAACAAAAAMAAAAFAAAAAQAAAAAAAAAC"
            + "AAAADwAAAABVqhFmuyJ3zDOI3USZ7gAOAAAAMAAAAAYAAAAIAAAACQAAAAAAAAAFAAAACAAAAAEAAAACAAAAAQAAAAAAAAACAAIAAQ8AAA==";
    private static final String COMPRESSED =
            "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFNhdCBOb3YgMjEgMTI6NTE6MDggMjAyNgAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAALgAAAHic42NgYIgAYjYg5oDSIMAK5TNBMSNULL8kI7UISHMCsQIDDHyw"
            + "x0UDANrlB5kPAAAAtQAAAHic42NgYDjByMDABqQ5gJiJAQJYoXxGJAwScw9JzikGs1kYhKDiZkDslF+al5JYlJlaDDWAITg1PTc1rySxJDM/DyLinFiS"
            + "mp4PUhNQlFoMlAOK8YHsZ0DYz4hmPxOS/QxQ9Q5I6jmZUNUzQzFMPUiaE80fMHMCkMxhw2IvE5J6kBkKDIQBhvvQzGWGspHdxw9ihK4STNutVH7GuOOu"
            + "y8x3YHMM8JjDiOY+JiBkBBoEAEKRHTg=";

    @Test
    void aFieldOfAStructIsReadRowByRow() throws IOException {
        for (String file : new String[] {PLAIN, COMPRESSED}) {
            NdArray segmentation = MatFile.uint8(bytes(file), "GTcls", "Segmentation");
            assertThat(segmentation.shape()).containsExactly(3, 5);
            for (int i = 0; i < 15; i++) {
                assertThat(segmentation.at(i)).isEqualTo(17 * i);
            }
            assertThat(MatFile.uint8(bytes(file), "GTcls", "CategoriesPresent").bytes()).containsExactly(1, 15);
        }
    }

    @Test
    void whatIsNotThereOrNoMatrixIsNamed() {
        assertThatThrownBy(() -> MatFile.uint8(bytes(PLAIN), "GTinst", "Segmentation")).hasMessageContaining("no variable GTinst");
        assertThatThrownBy(() -> MatFile.uint8(bytes(PLAIN), "GTcls", "Seg")).hasMessageContaining("no field Seg");
        assertThatThrownBy(() -> MatFile.uint8(bytes(PLAIN), "GTcls", "Boundaries")).hasMessageContaining("GTcls.Boundaries is not a matrix");
        assertThatThrownBy(() -> MatFile.uint8(bytes(PLAIN), "other", "x")).hasMessageContaining("not one struct");
        assertThatThrownBy(() -> MatFile.uint8(new byte[200], "GTcls", "x")).hasMessageContaining("version 5 to 7");
    }

    @Test
    void aFileCutAnywhereIsRefused() {
        for (String file : new String[] {PLAIN, COMPRESSED}) {
            byte[] whole = bytes(file);
            for (int length = 0; length < whole.length - 60; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> MatFile.uint8(cut, "GTcls", "CategoriesPresent")).isInstanceOf(ArrayFormatException.class);
            }
        }
    }

    @Test
    void damageNeverBringsAnythingButARefusal() {
        for (int seed = 0; seed < 5000; seed++) {
            var random = new Random(seed);
            byte[] file = bytes(PLAIN);
            for (int i = 0; i < 3; i++) {
                file[random.nextInt(124, file.length)] = (byte) random.nextInt(256);
            }
            try {
                MatFile.uint8(file, "GTcls", "Segmentation");
            } catch (ArrayFormatException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aVariableThatInflatesWithoutEndIsRefused() throws IOException {
        var deflated = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(deflated)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 80; i++) {
                out.write(zeros);
            }
        }
        byte[] head = Arrays.copyOf(bytes(PLAIN), 128);
        byte[] tag = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(15).putInt(deflated.size()).array();
        byte[] file = ByteBuffer.allocate(136 + deflated.size()).put(head).put(tag).put(deflated.toByteArray()).array();
        assertThatThrownBy(() -> MatFile.uint8(file, "GTcls", "Segmentation")).hasMessageContaining("more than");
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
