package dev.seedbed.imaging.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {

    @TempDir
    Path folder;

    @Test
    void everyTypeAndShapeComesBackAsItWasWritten() throws IOException {
        Map<String, NdArray> arrays = sample();

        Npz.write(folder.resolve("a.npz"), arrays);
        Map<String, NdArray> back = Npz.read(folder.resolve("a.npz"));

        assertThat(back.keySet()).containsExactlyElementsOf(arrays.keySet());
        arrays.forEach((name, array) -> {
            assertThat(back.get(name)).hasToString(array.toString());
            for (int i = 0; i < array.size(); i++) {
                assertThat(back.get(name).at(i)).as("%s[%d]", name, i).isEqualTo(Double.valueOf(array.at(i)));
            }
        });
    }

    @Test
    void equalArraysGiveEqualBytesAtAnyTime() throws IOException {
        Npz.write(folder.resolve("a.npz"), sample());
        Npz.write(folder.resolve("b.npz"), sample());

        assertThat(folder.resolve("a.npz")).hasSameBinaryContentAs(folder.resolve("b.npz"));
        try (ZipFile zip = new ZipFile(folder.resolve("a.npz").toFile())) {
            assertThat(zip.stream()).hasSize(8).allSatisfy(entry -> {
                assertThat(entry.getTimeLocal()).isEqualTo("1980-02-01T00:00:00");
                assertThat(entry.getExtra()).isNull();
            });
        }
    }

    @Test
    void oneOfManyArraysIsReadByName() throws IOException {
        Path file = folder.resolve("many.npz");
        try (NpzWriter writer = new NpzWriter(Files.newOutputStream(file))) {
            for (int i = 0; i < 12_000; i++) {
                writer.write("image-" + i + "/maps", NdArray.of(new float[] {i}, 1));
            }
        }

        try (NpzReader reader = NpzReader.open(file)) {
            assertThat(reader.names()).hasSize(12_000).startsWith("image-0/maps", "image-1/maps");
            assertThat(reader.has("image-11999/maps")).isTrue();
            assertThat(reader.has("image-12000/maps")).isFalse();
            assertThat(reader.read("image-7345/maps").floats()).containsExactly(7345);
            assertThatThrownBy(() -> reader.read("image-12000/maps")).isInstanceOf(ArrayFormatException.class)
                    .hasMessageContaining("has no array image-12000/maps");
        }
    }

    @Test
    void everyTruncationOfAFileIsRefused() throws IOException {
        byte[] whole = bytes(sample());
        for (int length = 0; length < whole.length; length += 7) {
            Path file = Files.write(folder.resolve("short.npz"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npz.read(file)).as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(ArrayFormatException.class).hasMessageContaining("short.npz");
        }
    }

    @Test
    void aFlippedByteOfAnArrayIsNoticed() throws IOException {
        byte[] whole = bytes(Map.of("x", NdArray.of(new float[1000], 10, 100)));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            byte[] corrupt = whole.clone();
            corrupt[40 + random.nextInt(4000)] ^= 1;
            Path file = Files.write(folder.resolve("corrupt.npz"), corrupt);
            assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(ArrayFormatException.class).hasMessageContaining("corrupt.npz");
        }
    }

    @Test
    void deflatedArraysOfBothVersionsAreRead() throws IOException {
        byte[] header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] data = {7, 0, 0, 0, -1, -1, -1, -1};
        for (int version = 1; version <= 2; version++) {
            byte[] length = version == 1 ? new byte[] {(byte) header.length, 0} : new byte[] {(byte) header.length, 0, 0, 0};
            Path file = zip("x.npy", join(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0}, length, header, data));
            assertThat(Npz.read(file).get("x").ints()).containsExactly(7, -1);
        }
    }

    @Test
    void picklesAndOtherLayoutsAreRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> Npz.read(npy("'|O'", "False", "(1,)"))).isInstanceOf(ArrayFormatException.class)
                .hasMessageContaining("array x").hasMessageContaining("pickle");
        assertThatThrownBy(() -> Npz.read(npy("'>f4'", "False", "(1,)"))).hasMessageContaining(">f4").hasMessageContaining("float32");
        assertThatThrownBy(() -> Npz.read(npy("'<f4'", "True", "(1,)"))).hasMessageContaining("ascontiguousarray");
        assertThatThrownBy(() -> Npz.read(npy("'<f4'", "False", "(3,)"))).hasMessageContaining("wants 12 bytes, but 4 follow");
        assertThatThrownBy(() -> Npz.read(npy("'<f4'", "False", "(99999, 99999)"))).hasMessageContaining("too large");
        assertThatThrownBy(() -> Npz.read(npy("'<f4'", "False", "(99999999999,)"))).hasMessageContaining("too large");
        assertThatThrownBy(() -> Npz.read(npy("[('a', '<f4')]", "False", "(1,)"))).hasMessageContaining("descr");
    }

    @Test
    void aFileThatIsNoneOrNotThereSaysSo() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npz"), "not a zip file, by no means");
        assertThatThrownBy(() -> Npz.read(text)).isInstanceOf(ArrayFormatException.class).hasMessageContaining("text.npz");
        assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz"))).isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.npz");
    }

    @Test
    void aNameIsWrittenOnce() throws IOException {
        try (NpzWriter writer = new NpzWriter(new ByteArrayOutputStream())) {
            writer.write("x", NdArray.of(new byte[1], 1));
            assertThatThrownBy(() -> writer.write("x", NdArray.of(new byte[1], 1))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anArrayKnowsItsTypeAndRefusesAWrongShape() {
        NdArray array = NdArray.of(new byte[] {-1, 0}, 1, 2);
        assertThat(array.at(0)).isEqualTo(255);
        assertThatThrownBy(array::floats).isInstanceOf(IllegalStateException.class).hasMessageContaining("uint8[1, 2]");
        assertThatThrownBy(() -> NdArray.of(new int[3], 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NdArray.of(new int[1], -1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, NdArray> sample() {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("floats", NdArray.of(new float[] {1.5f, Float.NaN, -0f, Float.MIN_VALUE, 3, 4}, 2, 3));
        arrays.put("doubles", NdArray.of(new double[] {Math.PI}, 1, 1, 1));
        arrays.put("ints", NdArray.of(new int[] {Integer.MIN_VALUE, 7}, 2));
        arrays.put("longs", NdArray.of(new long[] {1L << 40, -1}, 1, 2));
        arrays.put("bytes", NdArray.of(new byte[] {0, 127, -128, -1}, 4));
        arrays.put("booleans", NdArray.of(new boolean[] {true, false}, 2));
        arrays.put("scalar", NdArray.of(new float[] {2.5f}));
        arrays.put("empty/of [0,5]", NdArray.of(new float[0], 0, 5));
        return arrays;
    }

    private byte[] bytes(Map<String, NdArray> arrays) throws IOException {
        Path file = folder.resolve("whole.npz");
        Npz.write(file, arrays);
        return Files.readAllBytes(file);
    }

    private Path npy(String descriptor, String order, String shape) throws IOException {
        byte[] header = ("{'descr': " + descriptor + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return zip("x.npy", join(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0}, header, new byte[4]));
    }

    private Path zip(String name, byte[] content) throws IOException {
        Path file = folder.resolve("deflated.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return file;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
